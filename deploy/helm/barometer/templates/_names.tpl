{{- /* Short enough that StatefulSet and services may add to it within 63 characters. */ -}}
{{- define "barometer.fullname" -}}
{{- $own := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) -}}
{{- .Values.fullnameOverride | default $own | trunc 48 | trimSuffix "-" -}}
{{- end -}}

{{- /* The services of the mode, as a JSON list. */ -}}
{{- define "barometer.services" -}}
{{- if eq .Values.mode "standalone" }}["standalone"]{{ else }}["collector","assessor","notifier","console"]{{ end -}}
{{- end -}}

{{- /* A service's objects are named by it; takes (list root service). */ -}}
{{- define "barometer.name" -}}
{{- $root := index . 0 -}}{{- $service := index . 1 -}}
{{- include "barometer.fullname" $root -}}{{- if ne $service "standalone" }}-{{ $service }}{{ end -}}
{{- end -}}

{{- define "barometer.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "barometer.labels" -}}
{{ include "barometer.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "barometer.image" -}}
{{- with .Values.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end -}}
{{- end -}}
{{- end -}}

{{- define "barometer.configMap" -}}
{{- .Values.existingConfigMap | default (printf "%s-config" (include "barometer.fullname" .)) -}}
{{- end -}}

{{- /* Where a service's probes, pages and metrics are, whatever the config says: the port is an argument. */ -}}
{{- define "barometer.port" -}}8080{{- end -}}

{{- /* The labels with more of the user's, which cannot replace them; takes (list labels more). */ -}}
{{- define "barometer.labelled" -}}
{{- merge (index . 0 | fromYaml) (index . 1) | toYaml -}}
{{- end -}}

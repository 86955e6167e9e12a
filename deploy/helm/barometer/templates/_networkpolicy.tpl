{{- define "barometer.componentLabels" -}}
{{ include "barometer.selector" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- /* One policy: for all pods or some services, one opening or none; an empty `to` or `from` is anywhere. */ -}}
{{- define "barometer.networkPolicy" -}}
{{- $root := .root -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "barometer.fullname" .root }}-{{ .name }}
  labels: {{- include "barometer.labels" .root | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "barometer.selector" .root | nindent 6 }}
    {{- with .for }}
    matchExpressions:
      - { key: app.kubernetes.io/component, operator: In, values: {{ toJson . }} }
    {{- end }}
  policyTypes: {{ .types | default (ternary (list "Ingress") (list "Egress") (hasKey . "ingress")) | toJson }}
  {{- with .ingress }}
  ingress:
    - ports: {{- include "barometer.ports" . | nindent 8 }}
      {{- with .from }}
      from: {{- toYaml . | nindent 8 }}
      {{- end }}
  {{- end }}
  {{- with .egress }}
  egress:
    - ports: {{- include "barometer.ports" . | nindent 8 }}
      {{- with .to }}
      to: {{- toYaml . | nindent 8 }}
      {{- end }}
  {{- end }}
{{- end -}}

{{- define "barometer.ports" -}}
{{- $protocols := .protocols | default (list "TCP") -}}
{{- range $port := .ports }}
{{- range $protocols }}
- { port: {{ $port }}, protocol: {{ . }} }
{{- end }}
{{- end }}
{{- end -}}

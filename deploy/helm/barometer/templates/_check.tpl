{{- /*
What would not start is refused here. The config is only looked at, never written from what Helm reads; what Helm cannot
read is left to Barometer.
*/ -}}
{{- define "barometer.check" -}}
{{- if not .Values.existingConfigMap -}}
{{- if not (trim .Values.config) -}}
{{- fail "config is empty: give the barometer.yaml as one string (--set-file config=barometer.yaml), or name a ConfigMap in existingConfigMap" -}}
{{- end -}}
{{- $config := fromYaml .Values.config -}}
{{- if not (hasKey $config "Error") -}}
{{- $settings := include "barometer.map" (get $config "settings") | fromJson -}}
{{- $listen := include "barometer.map" (get $settings "listen") | fromJson -}}
{{- $kafka := eq (get $settings "store" | toString) "kafka" -}}
{{- if and (eq .Values.mode "services") (not $kafka) -}}
{{- fail "config: mode services needs settings.store: kafka and settings.kafka; or set mode=standalone" -}}
{{- end -}}
{{- if and (eq .Values.mode "standalone") $kafka -}}
{{- fail "config: mode standalone keeps everything on its volume: leave settings.store out; or set mode=services" -}}
{{- end -}}
{{- $host := get $listen "host" | default "127.0.0.1" | toString -}}
{{- if regexMatch "^(127\\.|::1$|\\[::1\\]$|localhost$)" $host -}}
{{- fail (printf "config: settings.listen.host is %s, where neither Kubernetes nor anybody else reaches it: write 0.0.0.0 (or ::), with settings.tokenFile" $host) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A map as JSON; anything else as an empty one. */ -}}
{{- define "barometer.map" -}}
{{- kindIs "map" . | ternary . dict | toJson -}}
{{- end -}}

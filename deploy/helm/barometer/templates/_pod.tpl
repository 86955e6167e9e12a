{{- /* Pod Security "restricted". */ -}}
{{- define "barometer.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  {{- with .Values.user }}
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "barometer.containerSecurity" -}}
image: {{ include "barometer.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{- /* The secrets a service needs, as a JSON list of names; takes (list root service). */ -}}
{{- define "barometer.secrets" -}}
{{- $service := index . 1 -}}{{- $names := list -}}
{{- range (index . 0).Values.secrets -}}
{{- if or (eq $service "standalone") (not .for) (has $service .for) -}}{{- $names = append $names .name -}}{{- end -}}
{{- end -}}
{{- $names | toJson -}}
{{- end -}}

{{- /* Standalone takes the config's path alone, the others as --config. */ -}}
{{- define "barometer.args" -}}
- {{ . }}
{{- if ne . "standalone" }}
- --config
{{- end }}
- /etc/barometer/barometer.yaml
- --data
- /var/lib/barometer
- --port
- {{ include "barometer.port" . | quote }}
{{- end -}}

{{- /* A service's pod; takes (list root service). */ -}}
{{- define "barometer.pod" -}}
{{- $root := index . 0 -}}{{- $service := index . 1 -}}
{{- $secrets := include "barometer.secrets" . | fromJsonArray -}}
metadata:
  {{- $labels := printf "%s\napp.kubernetes.io/component: %s" (include "barometer.labels" $root) $service }}
  labels: {{- include "barometer.labelled" (list $labels $root.Values.podLabels) | nindent 4 }}
  {{- with $root.Values.podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "barometer.podSecurity" $root | nindent 2 }}
  # 5 s until no Service sends here any more, then at most 20 s for an ordered end; the rest is to spare.
  terminationGracePeriodSeconds: 40
  {{- if ne $service "standalone" }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      # One zone or node must not keep a service from running at all.
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "barometer.selector" $root | nindent 10 }}
          app.kubernetes.io/component: {{ $service }}
      matchLabelKeys: [pod-template-hash]
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $service }}
      {{- include "barometer.containerSecurity" $root | nindent 6 }}
      args: {{- include "barometer.args" $service | nindent 8 }}
      ports:
        - { name: http, containerPort: {{ include "barometer.port" $root }}, protocol: TCP }
      # A start may have the whole journal to fold: ten minutes. Then the process lives while it answers at all, a minute's
      # silence is a hang; ready is what the service itself says, and soon known.
      startupProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 120
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 5
        timeoutSeconds: 4
        failureThreshold: 2
      lifecycle:
        preStop:
          sleep: { seconds: 5 }
      resources: {{- toYaml (index $root.Values $service).resources | nindent 8 }}
      volumeMounts:
        # Directories, never a subPath: only they follow an edit.
        - { name: config, mountPath: /etc/barometer, readOnly: true }
        - { name: data, mountPath: /var/lib/barometer }
        - { name: tmp, mountPath: /tmp }
        {{- range $i, $name := $secrets }}
        - { name: secret-{{ $i }}, mountPath: {{ printf "/run/secrets/%s" $name | quote }}, readOnly: true }
        {{- end }}
  volumes:
    - name: config
      configMap: { name: {{ include "barometer.configMap" $root | quote }} }
    - name: tmp
      emptyDir: { sizeLimit: 64Mi }
    {{- if ne $service "standalone" }}
    # Only mails that no server takes: the outbox.
    - name: data
      emptyDir: { sizeLimit: 1Gi }
    {{- else if $root.Values.standalone.storage.existingClaim }}
    - name: data
      persistentVolumeClaim: { claimName: {{ $root.Values.standalone.storage.existingClaim | quote }} }
    {{- end }}
    {{- range $i, $name := $secrets }}
    - name: secret-{{ $i }}
      secret: { secretName: {{ $name | quote }}, defaultMode: 288 } # 0440
    {{- end }}
{{- end -}}

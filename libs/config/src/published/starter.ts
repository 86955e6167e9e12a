/** A commented config to start from: what `barometer init` writes. */
export function starterConfig(): string {
  return STARTER;
}

const STARTER = `# yaml-language-server: $schema=./barometer.schema.json
# (completion in editors: npx barometer schema config > barometer.schema.json)
#
# Barometer: what is watched, and who is told. Check an edit with
#   npx barometer check barometer.yaml --explain
# The running process takes a sound edit up within two seconds; a broken one changes nothing.
version: 1
# publicUrl: https://barometer.example.org     # base of the links in messages
timezone: UTC # shown beside UTC, and that of daily messages

# How reliable each reporter is, A to F: of differing numbers the latest of the best grade is shown. Not listed: E.
reporters:
  official_statement: A
  local_media: C

# Where reports come from. The name in \`datasets\` is a report's \`provenance.dataset\`.
feeds:
  desk-reports:
    datasets: [desk-reports]
    coverage: partial # full: when it is quiet, nothing happened
    silentAfter: 48h # no report and no heartbeat for so long: \`feed silent\` is raised

# Filters with a name: keys AND, lists OR, \`not\` negates, \`none\` stands for an absent field.
sets:
  attacks:
    kind: [attack, salvo, strike, retaliatory_strike, storming, abduction]

watches:
  my-area:
    title: My area
    match: { country: [IQ, SY] } # leave it out to take every report
    rules:
      # More in a week than the 90 days before would lead one to expect.
      surge:
        title: 'Attacks surging in {country}'
        reading: { kind: surge, of: attacks, by: country, window: 7d, baseline: 90d }
        levels: { elevated: p < 0.01 and count >= 3, high: p < 0.001 and count >= 3 }

      # Dead and injured of each attack, told again when a number moved by a tenth.
      casualties:
        title: Casualties
        reading: { kind: casualties, of: attacks, by: incident, window: 90d }
        levels: { elevated: injured >= 1, high: injured >= 10, critical: killed >= 1 }
        update: { change: 10% }

      # The first use of a weapon for a year.
      new-tactic:
        title: 'First use of {tactic}'
        reading: { kind: novelty, of: attacks, field: tactic, memory: 365d, window: 7d }
        levels: { elevated: new }

# Who can be told. Secrets are read from files, never written here.
receivers:
  desk: { email: { to: [desk@example.org] } }
  # phone: { webhook: { url: https://hooks.example.org/duty, secretFile: /run/secrets/phone } }

# Every matching route is used. One with \`atLeast\` or \`tell\` that sends at once pages: it takes alarms alone.
routes:
  - { atLeast: high, to: desk }
  - { below: high, to: desk, send: daily, at: '07:00' }

settings:
  store: embedded
  dataDir: ./data
  listen: { host: 127.0.0.1, port: 8080 } # another host needs tokenFile
  # smtp: { host: smtp.example.org, security: starttls, user: barometer, passwordFile: /run/secrets/smtp, from: barometer@example.org }
  # Without smtp, mails are written to the outbox in dataDir.
`;

/**
 * A second listener of the same broker, for clients that come through a proxy: it listens on `port` and tells them
 * `advertisedPort`, where the proxy is.
 */
export interface ProxiedListener {
  port: number;
  advertisedPort: number;
}

/** A further listener of the same broker, for clients that come by TLS or say who they are. */
export interface SecuredListener {
  port: number;
  protocol: 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT';
  /** What follows `listener.name.secured.` in the broker's properties, as `ssl.keystore.location`. */
  settings: Readonly<Record<string, string>>;
  /** Users of SCRAM, as Kafka's StorageTool has them: `SCRAM-SHA-512=[name=…,password=…]`. */
  scram?: readonly string[];
}

/** Which of several nodes this is; each of them is a controller too, and knows all of them from the start. */
export interface Membership {
  /** From 1 on. */
  id: number;
  /** Of the cluster, the same for all of its nodes. */
  clusterId: string;
  /** Where the nodes of the ids 1, 2, … talk about the cluster. */
  controllerPorts: readonly number[];
}

/** How many copies of everything a cluster keeps, and how many of them must have what is acknowledged. */
const COPIES = 3;
const IN_SYNC = 2;

/**
 * The broker's server.properties: a node that is broker and controller, on loopback, sized for a laptop.
 *
 * `metadata.max.idle.interval.ms=0` keeps an idle broker from writing twice a second; the session timeout
 * decides how long a broker that was killed keeps its successor waiting.
 */
export function serverProperties(options: {
  host: string;
  port: number;
  controllerPort: number;
  logDir: string;
  proxied?: ProxiedListener;
  member?: Membership;
  secured?: SecuredListener;
}): string {
  const { host, port, proxied, member, secured } = options;
  const copies = Math.min(COPIES, member?.controllerPorts.length ?? 1);
  const inSync = Math.min(IN_SYNC, copies);
  const broker = `PLAINTEXT://${host}:${port}`;
  const others = secured ? [`SECURED://${host}:${secured.port}`] : [];
  const proxiedAt = (at: number | undefined) => (proxied ? [`PROXIED://${host}:${at}`] : []);
  const listeners = [broker, ...others, ...proxiedAt(proxied?.port)].join(',');
  const advertised = [broker, ...others, ...proxiedAt(proxied?.advertisedPort)].join(',');
  const controller = `${host}:${options.controllerPort}`;
  return `process.roles=broker,controller
node.id=${member?.id ?? 1}
listeners=${listeners},CONTROLLER://${controller}
advertised.listeners=${advertised}
controller.listener.names=CONTROLLER
${member ? `controller.quorum.voters=${votersOf(member, host)}` : `controller.quorum.bootstrap.servers=${controller}`}
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:${secured?.protocol ?? 'SSL'}
${Object.entries(secured?.settings ?? {})
  .map(([name, value]) => `listener.name.secured.${name}=${escapeValue(value)}\n`)
  .join('')}log.dirs=${escapeValue(options.logDir)}

auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=${offsetsPartitions}
offsets.topic.replication.factor=${copies}
default.replication.factor=${copies}
min.insync.replicas=${inSync}
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${inSync}
share.coordinator.state.topic.num.partitions=4
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${inSync}

num.network.threads=2
num.io.threads=2
background.threads=2
num.recovery.threads.per.data.dir=1
group.coordinator.threads=1
share.coordinator.threads=1
log.cleaner.threads=1
log.cleaner.dedupe.buffer.size=16777216
log.segment.bytes=268435456
log.index.size.max.bytes=2097152
metadata.max.idle.interval.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
leader.imbalance.check.interval.seconds=10
`;
}

const votersOf = ({ controllerPorts }: Membership, host: string): string =>
  controllerPorts.map((port, index) => `${index + 1}@${host}:${port}`).join(',');

/** Partitions of __consumer_offsets; the probe waits until each of them has a coordinator. */
export const offsetsPartitions = 4;

/** Log4j writes to the file named by -Dtally.log, and keeps one older file of 4 MB. */
export const log4jProperties = `status=error
appender.file.type=RollingFile
appender.file.name=file
appender.file.fileName=\${sys:tally.log}
appender.file.filePattern=\${sys:tally.log}.%i
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d{ISO8601} %p %m (%c)%n%throwable{20}
appender.file.policies.type=Policies
appender.file.policies.size.type=SizeBasedTriggeringPolicy
appender.file.policies.size.size=4MB
appender.file.strategy.type=DefaultRolloverStrategy
appender.file.strategy.max=1
rootLogger.level=warn
rootLogger.appenderRef.file.ref=file
`;

/** In a properties file a backslash escapes, and what is not ASCII has to be: Java reads its bytes as ISO 8859-1. */
function escapeValue(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

import kafkajs, { type Admin } from 'kafkajs';

const { ConfigResourceTypes } = kafkajs;

export interface TopicSetting {
  name: string;
  value: string;
  /** Whether what is set otherwise will do as well; absent: it will not. */
  orElse?: (set: string) => boolean;
}

/** Where Kafka says a value of a topic comes from when somebody has set it on the topic itself. */
const SET_ON_TOPIC = 1;

/** Sets what these topics lack of what they need; what else is set on them stays. */
export async function configure(
  admin: Admin,
  topics: readonly { name: string; needed: readonly TopicSetting[] }[],
): Promise<void> {
  if (topics.length === 0) return;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const changes = resources.flatMap(({ resourceName, configEntries }) => {
    const { needed } = topics.find(({ name }) => name === resourceName)!;
    const lacks = needed.filter(
      ({ name, value, orElse = () => false }) =>
        !configEntries.some(
          ({ configName, configValue }) =>
            configName === name && (configValue === value || orElse(configValue)),
        ),
    );
    if (lacks.length === 0) return [];
    const stays = configEntries.filter(
      ({ configName, configSource }) =>
        !lacks.some(({ name }) => name === configName) && Number(configSource) === SET_ON_TOPIC,
    );
    return [
      {
        type: ConfigResourceTypes.TOPIC,
        name: resourceName,
        configEntries: [
          ...lacks.map(({ name, value }) => ({ name, value })),
          ...stays.map(({ configName, configValue }) => ({ name: configName, value: configValue })),
        ],
      },
    ];
  });
  if (changes.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changes });
}

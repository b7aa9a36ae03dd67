import type { WantedObject } from '../kubernetes-object.ts';
import type { LiveStatefulSet } from '../live-workload.ts';
import type { ClientObjects } from './client-objects.ts';
import { volumeNames } from './pod-template-check.ts';

/** The parts of a workload that say by a name of theirs what they hold. */
interface NamedParts {
  readonly configuration: string;
  readonly keyfile: string;
  readonly image: string;
}

/** What makes a client's content another one, for a person: as far as names tell, or else the manifest. */
export function describeChange(live: LiveStatefulSet, wanted: Pick<ClientObjects, 'workload'>): string {
  const now = partsOf(live);
  const then = partsOf(wanted.workload as WantedObject & LiveStatefulSet);
  const changed = (['configuration', 'keyfile', 'image'] as const).filter((part) => now[part] !== then[part]);
  if (changed.length === 0) return 'the manifest changed';
  const [last = '', ...others] = changed.toReversed();
  return `the ${others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`} changed`;
}

function partsOf({ spec }: LiveStatefulSet): NamedParts {
  const { volumes = [], containers = [] } = spec?.template?.spec ?? {};
  const held = (wanted: string): string => {
    const volume = volumes.find(({ name }) => name === wanted);
    return volume?.secret?.secretName ?? volume?.configMap?.name ?? '';
  };
  return {
    configuration: held(volumeNames.configuration),
    keyfile: held(volumeNames.keyfile),
    image: containers
      .map(({ name, image = '' }) => `${name}=${image}`)
      .sort()
      .join(' '),
  };
}

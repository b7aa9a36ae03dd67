import { canonicalJson, type Json } from '../../values/index.ts';
import { contentAnnotation, type JsonObject } from '../kubernetes-object.ts';
import type { LiveContainer, LivePodTemplate } from '../live-workload.ts';
import { volumeNames } from '../manifest/pod-template-check.ts';
import { isMap } from '../ownership/field-set.ts';

/**
 * What makes a workload another one, for a person: `the image and the configuration changed`. Configuration, keyfile and
 * image are told from the names that stand in the pod template; anything else is the manifest's.
 * @param before the body last applied, or the live object, of which only what it shares with the wanted one can be told.
 */
export function whatChanged(
  before: { readonly body: JsonObject; readonly isLive: boolean },
  wanted: JsonObject,
): string {
  const [was, is] = [partsOf(before.body), partsOf(wanted)];
  const named = (['image', 'configuration', 'keyfile'] as const).filter((part) => was[part] !== is[part]);
  const isRestSame = before.isLive || canonicalJson(restOf(before.body)) === canonicalJson(restOf(wanted));
  const parts = [...named, ...(isRestSame && named.length > 0 ? [] : ['manifest'])].map((part) => `the ${part}`);
  const last = parts.at(-1) ?? '';
  return `${parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`} changed`;
}

function partsOf(body: JsonObject): {
  readonly image: string;
  readonly configuration: string;
  readonly keyfile: string;
} {
  const { volumes = [], containers = [], initContainers = [] } = templateOf(body)?.spec ?? {};
  const held = (wanted: string): string => {
    const volume = volumes.find(({ name }) => name === wanted);
    return volume?.secret?.secretName ?? volume?.configMap?.name ?? '';
  };
  const images = ({ name, image = '' }: LiveContainer): string => `${name}=${image}`;
  return {
    image: [...containers.map(images).sort(), ...initContainers.map(images).sort()].join(' '),
    configuration: held(volumeNames.configuration),
    keyfile: held(volumeNames.keyfile),
  };
}

function templateOf(body: JsonObject): LivePodTemplate | undefined {
  return (body['spec'] as { readonly template?: LivePodTemplate } | undefined)?.template;
}

const isHeld: ReadonlySet<string> = new Set(['secret', 'configMap']);

/** The body without the named parts, and without our own sum over all of it. */
function restOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(restOf);
  if (!isMap(value)) return value;
  const isNamedVolume = Object.values<Json | undefined>(volumeNames).includes(value['name']);
  const entries = Object.entries(value).filter(
    ([key]) => key !== contentAnnotation && key !== 'image' && !(isNamedVolume && isHeld.has(key)),
  );
  return Object.fromEntries(entries.map(([key, child]) => [key, restOf(child ?? null)]));
}

import { join } from 'node:path';
import {
  createLoginSource,
  type ImageMention,
  type Manifest,
  manifestImages,
  type RegistryOptions,
  requireNoErrors,
  resolveImages,
} from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import { readPointer, type Store } from '../store/index.ts';
import type { ReleasePorts } from './ports.ts';
import { parseRelease } from './release-record.ts';
import { fetchDocument, pointerName } from './store-layout.ts';

/** Which bytes the images of a new release mean. Asked once in a run: a tag may be moved while it runs. */
export interface ReleaseImages {
  /** The clients' own, by digest. */
  readonly image: string;
  /** Every image that is written by tag (the clients' own, other containers', init containers'), by digest. */
  readonly images: ReadonlyMap<string, string>;
}

/**
 * Asks the registries for every image that is written by tag, each once, before anything is planned. One by digest is taken
 * as it is.
 * @param input the step's image, which goes before the clients file's.
 * @throws UserError with every image that can't be resolved, at each place that names it.
 */
export async function resolveReleaseImages(
  environment: Environment<'clients'>,
  manifest: Manifest,
  input: string | undefined,
  ports: ReleasePorts,
): Promise<ReleaseImages> {
  const own = clientsImage(environment, input);
  const others = manifestImages(manifest).map(
    ({ image, container, place }): ImageMention => ({ image, what: `image of container ${container}`, place }),
  );
  const { images, findings } = await resolveImages([own, ...others], registryOptions(ports));
  requireNoErrors(findings, ports.log, 'nothing was written: a tag is rolled by the digest it means, or not at all');
  const image = images.get(own.image);
  if (image === undefined) throw new Error('what has no finding is resolved');
  return { image, images: new Map([...images].filter(([written, byDigest]) => written !== byDigest)) };
}

/** Who asks a registry, and how. */
export function registryOptions({ secrets, passedOn = {}, signal, log }: ReleasePorts): RegistryOptions {
  const home = passedOn['HOME'] || undefined;
  // https://docs.docker.com/reference/cli/docker/#environment-variables
  const configFolder = passedOn['DOCKER_CONFIG'] || (home && join(home, '.docker'));
  return {
    loginOf: createLoginSource({ configFolder, environment: passedOn, signal, hide: secrets.hide }),
    environment: passedOn,
    signal,
    log,
  };
}

/** @throws UserError when there is none. */
function clientsImage(environment: Environment<'clients'>, input: string | undefined): ImageMention {
  const { image } = environment.clients;
  if (input !== undefined) return { image: input, what: 'input image' };
  if (image !== undefined) return { image, what: 'image', place: environment.locate('clients', ['image']) };
  const message = 'no image is named: give the input image, or image: in this file (registry/name:tag, or by digest)';
  throw new UserError([{ ...environment.locate('clients', []), message }]);
}

/** Says what each tag means, and which were moved since the release that was rolled last. */
export async function tellTags(
  environment: Environment<never>,
  store: Store,
  images: ReadonlyMap<string, string>,
  { log, summary }: ReleasePorts,
): Promise<void> {
  if (images.size === 0) return;
  const latest = await readPointer(store, pointerName(environment.name, 'latest'));
  const before = latest && parseRelease(await fetchDocument(store, 'releases', latest.target)).images;
  const tags = [...images].map(([written, byDigest]) => {
    const was = before !== undefined && Object.hasOwn(before, written) ? before[written] : undefined;
    const isMoved = was !== undefined && was !== byDigest;
    return { written, byDigest, told: isMoved ? `image tag moved: it was ${digestIn(was)}` : '', isMoved };
  });
  for (const { written, byDigest, told } of tags) {
    log.info(`${written} is ${digestIn(byDigest)}${told === '' ? '' : `; ${told}`}`);
  }
  summary.add({
    title: `Images of ${environment.name} by tag`,
    severity: tags.some(({ isMoved }) => isMoved) ? 'changed' : 'unchanged',
    columns: ['as written', 'what it means', 'since the release before'],
    rows: tags.map(({ written, byDigest, told, isMoved }) => ({
      severity: isMoved ? 'changed' : 'unchanged',
      cells: [written, digestIn(byDigest), told],
    })),
  });
}

function digestIn(reference: string): string {
  return reference.slice(reference.indexOf('@') + 1);
}

import { excerpt, type Finding, type Log, RemoteError, UserError } from '../../report/index.ts';
import { type Digest, digestOf } from '../../values/index.ts';
import { inParallel } from '../api/parallel.ts';
import { type ImageReference, parseImageReference, withDigest } from './image-reference.ts';
import type { LoginSource } from './login-source.ts';
import { type AskRegistry, createRegistryHttp, type RegistryAnswer } from './registry-http.ts';
import { createRegistryAuthorization, type RegistryAuthorization } from './registry-login.ts';
import { askForManifest, digestHeader } from './registry-manifest.ts';
import { registryText } from './registry-text.ts';

/** An image, and where it was written. */
export interface ImageMention {
  readonly image: string;
  /** What it stands in, for the message: `image of clients.yml`, `the input image`. */
  readonly what: string;
  /** Absent for an input of the step. */
  readonly place?: Omit<Finding, 'message'> | undefined;
}

export interface ResolvedImages {
  /** By digest, for each image as it was written; without those that a finding is about. */
  readonly images: ReadonlyMap<string, string>;
  /** One for each place of an image that can't be resolved: none of them may be rolled. */
  readonly findings: readonly (Finding & { readonly severity: 'error' })[];
}

/** How registries are asked. */
export interface RegistryOptions {
  readonly loginOf: LoginSource;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** `HTTPS_PROXY` and `NO_PROXY`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** For one try of one request. */
  readonly timeoutMs?: number;
  /** First pause before a repetition; the next ones double. */
  readonly pauseMs?: number;
}

const atOnce = 8;
const notAsked = 'an image by digest (name@sha256:…) is taken as it is, and no registry is asked';

/**
 * Asks the registries which bytes each image means now. Each distinct image is asked for once; one by digest is taken as
 * it is, without a request: the nodes may reach a registry that this step can't.
 */
export async function resolveImages(
  mentions: readonly ImageMention[],
  options: RegistryOptions,
): Promise<ResolvedImages> {
  const ask = createRegistryHttp(options);
  const authorization = createRegistryAuthorization(ask, options.loginOf);
  const distinct = [...new Set(mentions.map(({ image }) => image))];
  const answers = await inParallel(distinct, atOnce, async (image): Promise<readonly [string, Answer]> => {
    try {
      const reference = parseImageReference(image);
      if (reference.digest !== undefined) return [image, { byDigest: image }];
      return [image, { byDigest: withDigest(reference, await digestOfTag(reference, ask, authorization)) }];
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof RangeError) return [image, { problem: `is no image: ${error.message}` }];
      if (error instanceof UserError) return [image, { problem: error.message }];
      if (error instanceof RemoteError) return [image, { problem: `${error.message}; ${notAsked}` }];
      throw error;
    }
  });
  const answerOf = new Map(answers);
  return {
    images: new Map(answers.flatMap(([image, { byDigest }]) => (byDigest === undefined ? [] : [[image, byDigest]]))),
    findings: mentions.flatMap(({ image, what, place }) => {
      const problem = answerOf.get(image)?.problem;
      if (problem === undefined) return [];
      return [{ severity: 'error', ...place, message: `${what}: ${excerpt(image, 300)}: ${problem}` } as const];
    }),
  };
}

interface Answer {
  readonly byDigest?: string;
  readonly problem?: string;
}

async function digestOfTag(
  reference: ImageReference,
  ask: AskRegistry,
  authorization: RegistryAuthorization,
): Promise<Digest> {
  const read = (method: 'HEAD' | 'GET') => askForManifest(method, reference, reference.tag ?? '', ask, authorization);
  const head = await read('HEAD');
  const told = head.status === 200 ? digestHeader(head) : undefined;
  if (told !== undefined) return told;
  const isSettled = [401, 403, 429].includes(head.status) || (head.status >= 500 && head.status !== 501);
  if (isSettled) throw await refusal(reference, head, authorization);
  // No digest, a refusal without its text (HEAD has none), or a registry without HEAD: the whole answer says more.
  const whole = await read('GET');
  if (whole.status !== 200) throw await refusal(reference, whole, authorization);
  if (/manifest\.v1\+/.test(whole.headers['content-type'] ?? '')) {
    throw new UserError(
      "the image is in the format of 2015, which today's container runtimes refuse: build and push it again",
    );
  }
  const digest = digestOf(whole.body);
  const named = digestHeader(whole);
  if (named !== undefined && named !== digest) {
    throw new RemoteError(`${reference.registry} sent bytes with the digest ${digest} and named them ${named}`);
  }
  return digest;
}

async function refusal(
  { registry, repository, tag = '' }: ImageReference,
  answer: RegistryAnswer,
  authorization: RegistryAuthorization,
): Promise<Error> {
  const { status } = answer;
  const said = authorization.hide(registryText(answer, `it answered ${status}`));
  if (status === 404) {
    return new UserError(
      `${registry} has no ${repository}:${tag} (${said}): push the image first, or correct its name or tag`,
    );
  }
  if (status === 401 || status === 403) {
    const isKnown = await authorization.hasLogin(registry);
    return new UserError(
      isKnown
        ? `${registry} does not let the login of docker's configuration read ${repository} (${said}): give it the right to pull, or log in as somebody who has it`
        : `${registry} does not let strangers read ${repository} (${said}): log in to ${registry} before this step`,
    );
  }
  if (status === 429) {
    return new RemoteError(`${registry} has had too many questions (${said}): log in to it, or try again later`);
  }
  return new RemoteError(`${registry} answered ${status} when asked for ${repository}:${tag} (${said})`);
}

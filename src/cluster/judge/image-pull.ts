import type { ContainerStatus, LiveEvent } from '../live-workload.ts';
import type { RuleName } from './failure-rules.ts';
import { lastOf } from './warnings-about.ts';

const invalid = ['InvalidImageName', 'ErrImageNeverPull'];
const pulls = ['ErrImagePull', 'ImagePullBackOff'];
const remote = ['RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed'];

/** Kubelets before 1.32 say only this while they back off. */
const saysNothing = /^(Back-off pulling image[^:]*)?$/;

/** The first text that matches is right: a registry that is out of order says nothing about the image. */
const texts: readonly { readonly rule: RuleName; readonly text: RegExp }[] = [
  {
    rule: 'image-unavailable',
    text: /time-?out|timed out|deadline exceeded|too ?many ?requests|\b429\b|\b50[0234]\b|connection (refused|reset)|no such host|server misbehaving|TLS handshake|x509|unexpected EOF/i,
  },
  // A refused registry often adds that the repository may not exist. A fresh credential may take a moment to reach the node.
  {
    rule: 'image-refused',
    text: /unauthorized|denied|forbidden|authentication required|authorization failed|no basic auth|insufficient_scope/i,
  },
  {
    rule: 'image-missing',
    text: /not found|manifest[ _]unknown|name[ _]unknown|no match for platform|no matching manifest|invalid reference|couldn't parse image|does not exist/i,
  },
];

/**
 * What the registry's words mean, where a container waits for its image.
 * @param warnings about its pod, oldest first: where the status says nothing, the last failed pull does.
 */
export function imagePullOf(
  { name, image = '', state }: ContainerStatus,
  warnings: readonly LiveEvent[],
): { readonly rule: RuleName; readonly reason: string; readonly message: string } | undefined {
  const { reason, message: said = '' } = state?.waiting ?? {};
  if (reason === undefined) return undefined;
  if (invalid.includes(reason)) return { rule: 'image-missing', reason, message: said };
  if (remote.includes(reason)) return { rule: 'image-unavailable', reason, message: said };
  if (!pulls.includes(reason)) return undefined;
  const failed = lastOf(
    warnings.filter(
      ({ involvedObject, message }) =>
        /failed to pull image/i.test(message ?? '') && isAbout(involvedObject?.fieldPath, name),
    ),
    ['Failed'],
  );
  const message = saysNothing.test(said) ? (failed?.message ?? said) : said;
  // The image's own name says nothing, whatever words are in it.
  const words = image === '' ? message : message.replaceAll(image, ' ');
  const rule = texts.find(({ text }) => text.test(words))?.rule ?? 'image-unavailable';
  return { rule, reason, message };
}

function isAbout(fieldPath: string | undefined, container: string): boolean {
  return fieldPath === undefined || fieldPath.endsWith(`{${container}}`);
}

import type { Finding } from '../../report/index.ts';
import type { ManifestFile } from './manifest-file.ts';

/**
 * Lines of a manifest that Flux's image automation rewrites in the repository (`# {"$imagepolicy": "…"}`).
 * https://fluxcd.io/flux/guides/image-update/
 */
export function imagePolicyRemarks({ file, text }: ManifestFile): readonly Finding[] {
  return text.split('\n').flatMap((line, index): readonly Finding[] => {
    const policy = /#\s*\{\s*"\$imagepolicy"\s*:\s*"([^"]*)"/.exec(line)?.[1];
    if (policy === undefined) return [];
    const message = `Flux's image automation rewrites this line (policy ${policy}): keep-deploy sets the image itself, so the line decides nothing. Take the marker out.`;
    return [{ file, line: index + 1, message }];
  });
}

import { ApiRefusal } from '../api/cluster-port.ts';
import type { JsonObject, LiveObject, WantedObject } from '../kubernetes-object.ts';
import type { Writer } from './writer.ts';

/** What the API server lets nobody change in a StatefulSet that stands, and its pods can do with as it is. */
const fixedParts = ['podManagementPolicy', 'serviceName', 'volumeClaimTemplates'] as const;

/**
 * Applies what was there before. A StatefulSet that was made anew for a part that can't be changed (the recipe that preflight
 * gives) would be refused with the old one: it keeps that part as the release has it, and gets back all else. Its pods find
 * their claims by name.
 * @param wanted as the release wrote it
 */
export async function applyBack(
  before: WantedObject,
  wanted: WantedObject | undefined,
  writer: Writer,
): Promise<LiveObject> {
  try {
    return await writer.apply(before);
  } catch (error) {
    if (wanted?.kind !== 'StatefulSet' || before.kind !== 'StatefulSet' || !isOfFixedPart(error)) throw error;
    const [old, now] = [before['spec'] as JsonObject, wanted['spec'] as JsonObject];
    const others = Object.entries(old).filter(([part]) => !(fixedParts as readonly string[]).includes(part));
    const kept = fixedParts.flatMap((part) => (now[part] === undefined ? [] : [[part, now[part]] as const]));
    return writer.apply({ ...before, spec: Object.fromEntries([...others, ...kept]) });
  }
}

function isOfFixedPart(error: unknown): boolean {
  return error instanceof ApiRefusal && /updates to statefulset spec for fields other than/.test(error.message);
}

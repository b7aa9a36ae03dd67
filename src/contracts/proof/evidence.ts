import type { Hex } from '../../values/index.ts';
import { compareCode } from '../set/metadata.ts';
import type { CodeProof, MinedCreation, ProofMethod } from './code-proof.ts';
import { compareMasked, firstDifference } from './expected-code.ts';

/** What is known so far of one creation's code. */
export interface Evidence {
  readonly creation: MinedCreation;
  /** The chain's, now; undefined where it has none. */
  codeHash: Hex | undefined;
  /** Read only where the hash was not enough. */
  code: Hex | undefined;
  proved: { readonly method: ProofMethod; readonly verdict: 'exact' | 'metadata-differs' } | undefined;
  /** What came out when the creation was run again, and was not the chain's code. */
  readonly outputs: Hex[];
  /** What came out when it was run with what it may not keep; empty unless all of that could be run. */
  readonly variants: Hex[];
  /** Why it could not be run again. */
  failure: string | undefined;
}

export function openEvidence(creation: MinedCreation): Evidence {
  return {
    creation,
    codeHash: undefined,
    code: undefined,
    proved: undefined,
    outputs: [],
    variants: [],
    failure: undefined,
  };
}

/** True while a further look can change the verdict. */
export function isOpen({ proved, codeHash, outputs }: Evidence): boolean {
  return proved === undefined && codeHash !== undefined && outputs.length === 0;
}

export function addOutput(evidence: Evidence, method: ProofMethod, output: Hex): void {
  const comparison = compareCode(bytes(output), bytes(evidence.code ?? '0x'));
  if (comparison === 'equal') evidence.proved = { method, verdict: 'exact' };
  else if (comparison === 'metadata') evidence.proved = { method, verdict: 'metadata-differs' };
  else evidence.outputs.push(output);
}

export function judge(evidence: Evidence): CodeProof {
  const { creation, codeHash, code = '0x', proved, outputs } = evidence;
  const { contract, address } = creation;
  const proof = { contract, address, codeHash, method: undefined };
  if (codeHash === undefined) return { ...proof, verdict: 'different', detail: 'there is no code' };
  if (proved !== undefined) {
    const detail = proved.verdict === 'exact' ? undefined : 'only its metadata is other than that of what was created';
    return { ...proof, ...proved, detail };
  }
  const [first] = outputs;
  // Nothing but what was written decides how long a code is; its immutables may follow from when and where it was run.
  if (first !== undefined && outputs.every((output) => output.length !== code.length)) {
    return { ...proof, verdict: 'different', detail: describeDifference(bytes(first), bytes(code)) };
  }
  const at = certainDifference(evidence, bytes(code));
  if (at !== undefined) {
    return { ...proof, verdict: 'different', detail: describeDifference(bytes(first ?? '0x'), bytes(code), at) };
  }
  return { ...proof, ...judgeMasked(evidence, bytes(code)) };
}

/** As far as one value can reach to both sides of a byte of it. */
const wordReach = 31;

/**
 * The first byte that differs from what every run gives, however it is varied. Where the runs differ near it from each
 * other, the constructor keeps something that can't be told again, such as what its sender owned at that moment.
 */
function certainDifference({ outputs, variants }: Evidence, seen: Buffer): number | undefined {
  const [first, ...others] = [...outputs, ...variants].map(bytes);
  if (first === undefined || variants.length === 0 || first.length !== seen.length) return undefined;
  const isSteady = (at: number) => {
    const [start, end] = [Math.max(at - wordReach, 0), at + wordReach + 1];
    return others.every((other) => other.subarray(start, end).equals(first.subarray(start, end)));
  };
  const at = seen.findIndex((byte, index) => byte !== first[index] && isSteady(index));
  return at < 0 ? undefined : at;
}

function judgeMasked(
  { creation: { expected, address }, outputs, failure }: Evidence,
  seen: Buffer,
): Pick<CodeProof, 'verdict' | 'method' | 'detail'> {
  const because = failure === undefined ? '' : ` (${failure})`;
  if (expected === undefined) {
    const detail = `its creation code could not be run again as it was${because}, and its artifact doesn't tell what code it leaves`;
    return { verdict: 'unproved', method: undefined, detail };
  }
  const comparison = compareMasked(expected, seen, address);
  if (comparison.kind === 'length' || comparison.kind === 'different') {
    const detail = describeDifference(expected.code, seen, comparison.kind === 'different' ? comparison.at : undefined);
    return { verdict: 'different', method: undefined, detail };
  }
  const runs = outputs.map(bytes).filter((output) => output.length === seen.length);
  const open = expected.immutables.filter(({ start, length }) => {
    const end = start + length;
    return !runs.some((output) => output.subarray(start, end).equals(seen.subarray(start, end)));
  });
  if (open.length > 0) {
    const size = open.reduce((sum, { length }) => sum + length, 0);
    const detail = `${size} of its ${seen.length} bytes are immutables that could not be computed again${because}; the first is at byte ${open[0]?.start}`;
    return { verdict: 'unproved', method: undefined, detail };
  }
  return comparison.kind === 'equal'
    ? { verdict: 'exact', method: 'masked', detail: undefined }
    : { verdict: 'metadata-differs', method: 'masked', detail: 'only its metadata is other than its artifact’s' };
}

function describeDifference(expected: Uint8Array, seen: Uint8Array, knownAt?: number): string {
  if (expected.length !== seen.length) {
    return `expected ${expected.length} bytes of code, the chain has ${seen.length}`;
  }
  const at = knownAt ?? firstDifference(expected, seen);
  return `expected other code of the same length; the first difference is at byte ${at}`;
}

function bytes(code: Hex): Buffer {
  return Buffer.from(code.slice(2), 'hex');
}

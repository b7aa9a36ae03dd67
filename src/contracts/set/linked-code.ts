import type { Address } from '../../values/index.ts';
import type { Artifact } from '../artifacts/artifact.ts';
import type { PreparedContract } from './prepared-set.ts';

/**
 * Read into one place: a plan reads the code of every contract, some of it more than once, and a thousand codes of tens of
 * kilobytes would be garbage of hundreds of megabytes.
 */
let place = Buffer.alloc(64 * 1024);

/** The creation code with every library's address where it belongs. It stands only until the next code is read. */
export function linkedCode(contract: PreparedContract, addressOf: (name: string) => Address): Buffer {
  const { name, creationCode } = contract.artifact;
  const length = creationCode.length / 2;
  if (place.length < length) place = Buffer.alloc(length * 2);
  let end = 0;
  for (const part of partsOf(contract, addressOf)) {
    const written = place.write(part, end, 'hex');
    if (written * 2 !== part.length) throw new Error(`the creation code of ${name} is no hexadecimal text`);
    end += written;
  }
  return place.subarray(0, length);
}

/** The same as hexadecimal digits. */
export function linkedDigits(contract: PreparedContract, addressOf: (name: string) => Address): string {
  // Added up, not joined: the engine then refers to the artifact's text where it can, and copies it only when it is sent.
  const [first = '', ...rest] = partsOf(contract, addressOf);
  return rest.reduce((all, part) => all + part, first);
}

function partsOf({ artifact, libraries }: PreparedContract, addressOf: (name: string) => Address): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { at, placeholder } of placesOf(artifact)) {
    const library = libraries.get(placeholder);
    if (library === undefined) throw new Error(`${artifact.name} links a library that the set does not give`);
    parts.push(lowerCase(artifact.creationCode.slice(from, at)), addressOf(library).slice(2).toLowerCase());
    from = at + placeholder.length;
  }
  return [...parts, lowerCase(artifact.creationCode.slice(from))];
}

/** Changing the case copies, and hardly any compiler writes upper case. */
function lowerCase(digits: string): string {
  return /[A-F]/.test(digits) ? digits.toLowerCase() : digits;
}

interface Place {
  readonly at: number;
  readonly placeholder: string;
}

const places = new WeakMap<Artifact, readonly Place[]>();

/** Where placeholders stand, in order. */
function placesOf(artifact: Artifact): readonly Place[] {
  const known = places.get(artifact);
  if (known !== undefined) return known;
  const { creationCode, links } = artifact;
  const found = links
    .flatMap(({ placeholder }) => placesIn(creationCode, placeholder).map((at) => ({ at, placeholder })))
    .sort((a, b) => a.at - b.at);
  places.set(artifact, found);
  return found;
}

function placesIn(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found.push(at);
  return found;
}

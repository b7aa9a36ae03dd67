import { contractsIn } from '../abi/typed-value.ts';
import { contractsOf } from '../set/creation.ts';
import { contractsOfPredicate } from '../set/predicate.ts';
import type { PreparedCall, PreparedContract } from '../set/prepared-set.ts';

/** A contract to be created or a call to be made, with what has to come before it. */
interface Node {
  readonly isOneShot: boolean;
  readonly before: { readonly node: Node; readonly distance: 0 | 1 }[];
  readonly followers: Node[];
  open: number;
  layer: number;
}

export interface Layers {
  ofContract(contract: PreparedContract): number;
  ofCall(call: PreparedCall): number;
}

/** Every contract that a call names, its target first; each once. */
export function contractsOfCall(call: PreparedCall): readonly string[] {
  const inPredicate = call.until === undefined ? [] : contractsOfPredicate(call.until);
  return [...new Set([call.contract, ...call.arguments.flatMap(contractsIn), ...inPredicate])];
}

/**
 * In which layer each step is sent; one layer takes a block, so there are as few as the rules allow:
 * - creations share a layer however deep they name each other, because addresses are known before;
 * - a call, and a creation that sends ether, waits until every contract that it names is mined and proved;
 * - a creation waits for the calls that the set puts before it; a call never comes before an earlier one;
 * - a one-shot call has a layer for itself, after everything that doesn't have to follow it.
 */
export function layersOf(created: readonly PreparedContract[], made: readonly PreparedCall[]): Layers {
  const contracts = new Map(created.map((contract): [PreparedContract, Node] => [contract, newNode(false)]));
  const calls = new Map(made.map((call): [PreparedCall, Node] => [call, newNode(call.isOneShot)]));
  const named = new Map(created.map((contract) => [contract.name, contracts.get(contract)]));
  const namedCalls = made.filter(({ name }) => name !== undefined).map((call) => [call.name, calls.get(call)] as const);
  const callsByName = new Map(namedCalls);

  for (const [contract, node] of contracts) {
    for (const name of contractsOf(contract)) connect(named.get(name), node, contract.value > 0n ? 1 : 0);
    for (const name of contract.after) {
      connect(named.get(name), node, 0);
      connect(callsByName.get(name), node, 1);
    }
  }
  let previous: Node | undefined;
  for (const [call, node] of calls) {
    for (const name of contractsOfCall(call)) connect(named.get(name), node, 1);
    for (const name of call.after) {
      connect(named.get(name), node, 1);
      connect(callsByName.get(name), node, 0);
    }
    connect(previous, node, previous?.isOneShot ? 1 : 0);
    previous = node;
  }
  assignLayers([...contracts.values(), ...calls.values()]);
  return {
    ofContract: (contract) => contracts.get(contract)?.layer ?? -1,
    ofCall: (call) => calls.get(call)?.layer ?? -1,
  };
}

function newNode(isOneShot: boolean): Node {
  return { isOneShot, before: [], followers: [], open: 0, layer: -1 };
}

function connect(before: Node | undefined, node: Node, distance: 0 | 1): void {
  if (before === undefined || before === node) return;
  node.before.push({ node: before, distance });
  before.followers.push(node);
  node.open++;
}

/** One-shot calls are taken only when nothing else is ready: whatever is left then has to follow them. */
function assignLayers(nodes: readonly Node[]): void {
  const ready: Node[] = [];
  const oneShots: Node[] = [];
  const release = (node: Node): void => void (node.isOneShot ? oneShots : ready).push(node);
  let highest = -1;
  let assigned = 0;
  for (const node of nodes) if (node.open === 0) release(node);
  for (let node = ready.pop() ?? oneShots.shift(); node !== undefined; node = ready.pop() ?? oneShots.shift()) {
    const layers = node.before.map(({ node: { layer }, distance }) => layer + distance);
    node.layer = node.isOneShot ? highest + 1 : Math.max(0, ...layers);
    highest = Math.max(highest, node.layer);
    assigned++;
    for (const follower of node.followers) if (--follower.open === 0) release(follower);
  }
  if (assigned < nodes.length) throw new Error('contracts and calls of the set wait for each other');
}

import { contractsOf } from '../set/creation.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { labelOfCall } from './call-title.ts';
import { contractsOfCall } from './plan-layers.ts';
import type { Plan, Step } from './plan-step.ts';

/** GitHub draws no diagram of more than 500 edges or 50,000 characters; one of more than a hundred boxes shows nothing. */
const mostNodes = 80;
const mostEdges = 300;

/** What stands for a step, with the steps that it waits for. */
interface Node {
  readonly id: string;
  readonly step: Step;
  /** Names of contracts. */
  readonly names: readonly string[];
  /** Of a call. */
  readonly label?: string;
}

const importance: readonly Step['kind'][] = ['create', 'call', 'keep', 'skip'];

/**
 * The set as a Mermaid graph in which what changes is marked; arrows lead from what is named to what names it. Where it is
 * too large, what changes stays, and what is kept goes first. No text in it has a character that is markup between quotes.
 */
export function planGraph(set: PreparedSet, { steps }: Plan): string {
  const nodes = nodesOf(set, steps);
  const shown = nodes
    .toSorted((a, b) => importance.indexOf(a.step.kind) - importance.indexOf(b.step.kind))
    .slice(0, mostNodes);
  const chosen = nodes.filter((node) => shown.includes(node));
  const contracts = new Map(chosen.filter(isContract).map(({ step, id }) => [step.contract, id]));
  const edges = chosen.flatMap(({ id, names }) =>
    names.flatMap((name) => {
      const from = contracts.get(name);
      return from === undefined || from === id ? [] : [`  ${from} --> ${id}`];
    }),
  );
  const left = [
    ...(nodes.length > chosen.length ? [`  more["and ${nodes.length - chosen.length} more"]:::kept`] : []),
    ...(edges.length > mostEdges ? [`  rest["and ${edges.length - mostEdges} more arrows"]:::kept`] : []),
  ];
  return [
    'flowchart LR',
    ...chosen.map(drawNode),
    ...edges.slice(0, mostEdges),
    ...left,
    '  classDef created fill:#2da44e,color:#fff,stroke:#116329',
    '  classDef called fill:#bf8700,color:#fff,stroke:#7d4e00',
    '  classDef kept fill:#eaeef2,color:#57606a,stroke:#afb8c1',
  ].join('\n');
}

function nodesOf(set: PreparedSet, steps: readonly Step[]): readonly Node[] {
  const named = new Map(set.contracts.map((contract) => [contract.name, contractsOf(contract)]));
  // Calls stand in the plan in the order of the set.
  const calls = set.calls.values();
  return steps.map((step, index): Node => {
    const id = `n${index}`;
    if (step.kind === 'create' || step.kind === 'keep') return { id, step, names: named.get(step.contract) ?? [] };
    const call = calls.next().value;
    return call === undefined
      ? { id, step, names: [] }
      : { id, step, names: contractsOfCall(call), label: labelOfCall(call) };
  });
}

function isContract({ step }: Node): boolean {
  return step.kind === 'create' || step.kind === 'keep';
}

function drawNode({ id, step, label = '' }: Node): string {
  switch (step.kind) {
    case 'create':
      return `  ${id}["${plain(step.contract)}"]:::created`;
    case 'keep':
      return `  ${id}["${plain(step.contract)}"]:::kept`;
    case 'call':
      return `  ${id}(["${plain(label)}"]):::called`;
    case 'skip':
      return `  ${id}(["${plain(label)}"]):::kept`;
  }
}

function plain(name: string): string {
  return name.replaceAll(/[^\w$(),. …-]/g, '_').slice(0, 80);
}

import { counted, excerpt } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import type { PodMaker } from '../kubernetes-object.ts';
import { accessToAsk, accessToPodMakers, type NeededAccess } from './needed-access.ts';
import type { PreflightFinding } from './preflight-finding.ts';

/** `status` of a SelfSubjectRulesReview: what the API server says these credentials may do in one namespace. */
export interface RulesReview {
  readonly resourceRules?: readonly ResourceRule[] | null;
  /** An authorizer couldn't list its rules: what is missing here may be allowed all the same. */
  readonly incomplete?: boolean;
  readonly evaluationError?: string;
}

export interface ResourceRule {
  readonly verbs?: readonly string[] | null;
  readonly apiGroups?: readonly string[] | null;
  readonly resources?: readonly string[] | null;
  readonly resourceNames?: readonly string[] | null;
}

/** Asks once what these credentials may do in the namespace; everybody who is known may ask that. */
export async function reviewRules(cluster: Pick<Cluster, 'review'>, namespace: string): Promise<RulesReview> {
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const question = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const { status } = await cluster.review<{ readonly status?: RulesReview }>(path, question);
  return status ?? {};
}

/** What the review doesn't allow. The rule of RBAC: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function missingAccess(review: RulesReview, needed: readonly NeededAccess[]): readonly NeededAccess[] {
  const rules = review.resourceRules ?? [];
  return needed.filter((access) => !rules.some((rule) => allows(rule, access)));
}

/**
 * One finding for each resource with a verb that is missing: which, what for, and the line that the Role lacks. Where the
 * API server can't list every rule they are warnings, since nobody can tell from here.
 */
export function accessFindings(
  review: RulesReview,
  needed: readonly NeededAccess[],
  { namespace }: { readonly namespace: string },
): readonly PreflightFinding[] {
  const missing = missingAccess(review, needed);
  const byResource = new Map<string, NeededAccess[]>();
  for (const access of missing) {
    const key = `${access.resource}.${access.group}`;
    byResource.set(key, [...(byResource.get(key) ?? []), access]);
  }
  const isIncomplete = review.incomplete === true;
  const findings = [...byResource.values()].map((list) => describeMissing(list, namespace, isIncomplete));
  if (!isIncomplete || findings.length === 0) return findings;
  const why = excerpt(review.evaluationError ?? '', 200) || 'it does not say why';
  return [
    {
      severity: 'warning',
      message: `The API server can't list everything that these credentials may do (${why}): ${counted(findings.length, 'permission')} not seen among what it lists ${findings.length === 1 ? 'is' : 'are'} not taken as missing. Where one is, the roll-out will be refused.`,
    },
    ...findings,
  ];
}

/**
 * Where the clients are going to be asked how they are, and may be asked in neither way: a warning, for what can't be asked
 * fails nothing. It is no proof either.
 */
export function askingFindings(
  review: RulesReview,
  { namespace }: { readonly namespace: string },
): readonly PreflightFinding[] {
  const lacking = (['pod-proxy', 'port-forward'] as const).map((way) => missingAccess(review, accessToAsk(way)));
  if (lacking.some((missing) => missing.length === 0)) return [];
  const findings = accessFindings(review, accessToAsk('port-forward'), { namespace });
  return findings.map(({ message }) => ({
    severity: 'warning',
    message: `${message} Without it nobody checks whether the clients see their peers.`,
  }));
}

/** Where something stays only because nobody may look whether one of these kinds names it: a warning, for that fails nothing. */
export function podMakerFindings(
  review: RulesReview,
  kinds: readonly PodMaker[],
  { namespace }: { readonly namespace: string },
): readonly PreflightFinding[] {
  return accessFindings(review, accessToPodMakers(kinds), { namespace }).map(({ message }) => ({
    severity: 'warning',
    message: `${message} Without it what no manifest has any more stays where it is.`,
  }));
}

function describeMissing(list: readonly NeededAccess[], namespace: string, isIncomplete: boolean): PreflightFinding {
  const { group = '', resource = '' } = list[0] ?? {};
  const verbs = [...new Set(list.map(({ verb }) => verb))];
  const reasons = verbs.map((verb) => `${verb} (to ${[...new Set(whyOf(list, verb))].join(', and to ')})`);
  const what = group === '' ? resource : `${resource}.${group}`;
  const may = isIncomplete ? 'are not seen to be allowed to' : 'may not';
  const line = `- { apiGroups: [${JSON.stringify(group)}], resources: [${resource}], verbs: [${verbs.join(', ')}] }`;
  return {
    severity: isIncomplete ? 'warning' : 'error',
    message: `The credentials of the kubeconfig ${may} ${reasons.join('; ')} ${what}${namesOf(list)} in namespace ${namespace}. Add to the rules of their Role (docs/rbac.yaml): ${line}`,
  };
}

function whyOf(list: readonly NeededAccess[], verb: string): readonly string[] {
  return list.filter((access) => access.verb === verb).map(({ why }) => why);
}

/** Which objects, where it isn't all: a Role with resourceNames may leave out some. */
function namesOf(list: readonly NeededAccess[]): string {
  const names = [...new Set(list.map(({ name }) => name))];
  const known = names.filter((name) => name !== undefined);
  if (known.length < names.length || known.length === 0) return '';
  const shown = known.slice(0, 3).join(', ');
  return known.length > 3 ? ` ${shown} and ${known.length - 3} more` : ` ${shown}`;
}

function allows(rule: ResourceRule, { group, resource, verb, name }: NeededAccess): boolean {
  const names = rule.resourceNames ?? [];
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    hasResource(rule.resources, resource) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}

function has(allowed: readonly string[] | null | undefined, wanted: string): boolean {
  return (allowed ?? []).some((one) => one === '*' || one === wanted);
}

/** `*` is every resource and subresource, `*` + `/log` that subresource of every resource. */
function hasResource(allowed: readonly string[] | null | undefined, wanted: string): boolean {
  const slash = wanted.indexOf('/');
  const ofAny = slash === -1 ? undefined : `*${wanted.slice(slash)}`;
  return (allowed ?? []).some((one) => one === '*' || one === wanted || one === ofAny);
}

/**
 * Who says no: what the credentials may do (`permissions`), a ResourceQuota (`quota`), or another rule about what may stand
 * in the cluster (`rule`: a LimitRange, an admission policy or webhook). All of them may answer 403 Forbidden.
 */
export type Forbidder = 'permissions' | 'quota' | 'rule';

/** https://github.com/kubernetes/apiserver: endpoints/handlers/responsewriters (authorizers), plugin/pkg/admission (rules). */
const ofRules = /ValidatingAdmissionPolicy '[^']*'.* denied request|admission webhook "[^"]*" denied the request/;
const ofAuthorizers = /User ".*" cannot \S+ (resource|path) "|attempting to grant RBAC permissions not currently held/;

/**
 * @param reason Kubernetes' own word; what is no API server says none.
 * @param message what was answered
 * @returns undefined where nobody forbids: the object is wrong, or the server is not well.
 */
export function forbidderOf(status: number, reason: string, message: string): Forbidder | undefined {
  if (status >= 400 && status < 500 && ofRules.test(message)) return 'rule';
  if (status !== 403 || reason !== 'Forbidden') return undefined;
  if (/\bexceeded quota: /.test(message)) return 'quota';
  return ofAuthorizers.test(message) ? 'permissions' : 'rule';
}

export function adviceOf(forbidder: Forbidder, message: string): string {
  switch (forbidder) {
    case 'permissions':
      return message.includes('User "system:anonymous"')
        ? 'The API server was asked as nobody: the kubeconfig has no credentials for it. Log in to the cluster before this step.'
        : 'Give the credentials of the kubeconfig this permission.';
    case 'quota': {
      const name = /\bexceeded quota: ([a-z0-9.-]+)/.exec(message)?.[1] ?? '';
      return `That is no lack of a permission: the namespace's quota is used up. Have ResourceQuota ${name} raised, or remove what it counts and nobody needs (\`kubectl describe resourcequota ${name}\` shows it).`;
    }
    case 'rule':
      return 'That is no lack of a permission: a rule of the cluster about what may stand in it. Change the object so that the rule admits it, or have the rule changed.';
  }
}

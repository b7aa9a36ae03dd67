/**
 * What a child process may see: how to find programs, how to reach the cluster and the cloud, where the runner reads what
 * a step tells it. Credentials are in it only as paths of files. Everything else (inputs, tokens, the user's `$NAME`s) is
 * taken out of the process's own environment before anything is loaded, because libraries start children on their own
 * (a kubeconfig's exec plugin, for one) and those inherit it.
 */
const passedOn: readonly RegExp[] = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TERM|TMPDIR|XDG_[A-Z_]+|CI|ACT)$/,
  /^(SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|TEMP|TMP|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES)$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|HTTPS?_PROXY|NO_PROXY|ALL_PROXY)$/i,
  /^(DOCKER_CONFIG|KUBECONFIG|KUBERNETES_SERVICE_HOST|KUBERNETES_SERVICE_PORT(_HTTPS)?)$/,
  /^(GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_GHA_CREDS_PATH|GOOGLE_CLOUD_PROJECT|GCLOUD_PROJECT|GCP_PROJECT|GCE_METADATA_(HOST|IP))$/,
  /^(CLOUDSDK_(?!AUTH_ACCESS_TOKEN$)[A-Z_]+|USE_GKE_GCLOUD_AUTH_PLUGIN)$/,
  /^(GITHUB_(OUTPUT|STATE|STEP_SUMMARY|ENV|PATH|ACTIONS|WORKSPACE)|RUNNER_(TEMP|TOOL_CACHE|OS|ARCH|DEBUG|ENVIRONMENT))$/,
];

/** The environment as it was when the process started. */
export interface Environment {
  /** Empty is not given, as the runner passes what a workflow leaves out. */
  get(name: string): string | undefined;
  names(): readonly string[];
  /** What a child process may see. */
  readonly passedOn: Readonly<Record<string, string>>;
}

/** Reads the environment once, then leaves in it only what children may see. */
export function takeEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) taken.set(name, value);
  const mayPass = (name: string) => passedOn.some((pattern) => pattern.test(name));
  for (const name of taken.keys()) if (!mayPass(name)) delete environment[name];
  return {
    get: (name) => taken.get(name) || undefined,
    names: () => [...taken.keys()],
    passedOn: Object.fromEntries([...taken].filter(([name]) => mayPass(name))),
  };
}

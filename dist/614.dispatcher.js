export const id = 614;
export const ids = [614];
export const modules = {

/***/ 76413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ ApiRefusal)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** The API server answered, and said no. */
class ApiRefusal extends _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi {
    status;
    /** Kubernetes' own word: `Forbidden`, `Invalid`, `Conflict`… */
    reason;
    constructor(message, status, reason) {
        super(message);
        this.status = status;
        this.reason = reason;
    }
}


/***/ }),

/***/ 49491:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kx: () => (/* binding */ listPath),
/* harmony export */   WD: () => (/* binding */ labels),
/* harmony export */   X4: () => (/* binding */ contentAnnotation),
/* harmony export */   du: () => (/* binding */ objectPath),
/* harmony export */   wM: () => (/* binding */ fieldManager)
/* harmony export */ });
const resources = {
    ConfigMap: '/api/v1/namespaces/NAMESPACE/configmaps',
    Event: '/api/v1/namespaces/NAMESPACE/events',
    Pod: '/api/v1/namespaces/NAMESPACE/pods',
    Secret: '/api/v1/namespaces/NAMESPACE/secrets',
    Service: '/api/v1/namespaces/NAMESPACE/services',
    StatefulSet: '/apis/apps/v1/namespaces/NAMESPACE/statefulsets',
};
/** The path of every object of a kind in a namespace. */
function listPath(kind, namespace) {
    return resources[kind].replace('NAMESPACE', encodeURIComponent(namespace));
}
/** The path of one object. */
function objectPath(kind, namespace, name) {
    return `${listPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
const labels = {
    managedBy: 'app.kubernetes.io/managed-by',
    client: 'keep-deploy/client',
    role: 'keep-deploy/role',
};
/** Carried by what we write: one digest over everything we wanted of the client when we wrote it. */
const contentAnnotation = 'keep-deploy/content';
const fieldManager = 'keep-deploy';


/***/ }),

/***/ 71087:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ft: () => (/* binding */ isPodReady),
/* harmony export */   gE: () => (/* binding */ eventTime),
/* harmony export */   wN: () => (/* binding */ restartsOf)
/* harmony export */ });
/** When the server last saw it happen, in its own time; undefined when it doesn't say. */
function eventTime(event) {
    const text = event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
    const time = text === undefined || text === null ? Number.NaN : Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
}
/** True when the pod serves and isn't on its way out. */
function isPodReady(pod) {
    if (pod.metadata.deletionTimestamp !== undefined)
        return false;
    return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}
/** Restarts of all containers of a pod, init containers not counted: those run again whenever the pod does. */
function restartsOf(pod) {
    return (pod?.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}


/***/ }),

/***/ 14630:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EB: () => (/* binding */ podsOf),
/* harmony export */   jS: () => (/* binding */ assumedNames),
/* harmony export */   ov: () => (/* binding */ hasContent),
/* harmony export */   xU: () => (/* binding */ observeClients)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);
/* harmony import */ var _parallel_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69280);
/* harmony import */ var _pod_template_check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(79506);



const selectOurs = { labelSelector: _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .labels */ .WD.client };
/** Reads everything a plan needs: three lists, and one read by name for each immutable object (Secrets are never listed). */
async function observeClients(cluster, namespace, wanted) {
    const [statefulSets, services, pods] = await Promise.all([
        cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .listPath */ .Kx)('StatefulSet', namespace)),
        cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .listPath */ .Kx)('Service', namespace)),
        cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .listPath */ .Kx)('Pod', namespace), selectOurs),
    ]);
    const statefulSetOf = byName(statefulSets);
    const serviceOf = byName(services);
    const observed = await (0,_parallel_js__WEBPACK_IMPORTED_MODULE_1__/* .inParallel */ .H)(wanted, 16, async (client) => {
        const statefulSet = statefulSetOf.get(client.client);
        const service = serviceOf.get(client.client);
        const isWritten = hasContent(statefulSet, client) && hasContent(service, client);
        const missing = isWritten ? await missingOf(cluster, namespace, client) : [];
        return [client.client, { statefulSet, service, pods: podsOf(statefulSet, pods), missing }];
    });
    return new Map(observed);
}
/** True when the object is what we last wrote of exactly this content. */
function hasContent(object, { content }) {
    return object?.metadata.annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .contentAnnotation */ .X4] === content;
}
/** A pod belongs to the StatefulSet of this uid, not to an earlier one of the same name. */
function podsOf(statefulSet, pods) {
    const uid = statefulSet?.metadata.uid;
    if (uid === undefined)
        return [];
    return pods.filter(({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid));
}
/** Names of a client's secret objects as the live workload mounts them: what a plan without the digest key goes by. */
async function assumedNames(cluster, namespace, client) {
    const live = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .objectPath */ .du)('StatefulSet', namespace, client));
    const volumes = live?.spec?.template?.spec?.volumes ?? [];
    const nameOf = (volume) => {
        const found = volumes.find(({ name }) => name === volume);
        return found?.secret?.secretName ?? found?.configMap?.name;
    };
    return { configuration: nameOf(_pod_template_check_js__WEBPACK_IMPORTED_MODULE_2__/* .volumeNames */ .v.configuration), keyfile: nameOf(_pod_template_check_js__WEBPACK_IMPORTED_MODULE_2__/* .volumeNames */ .v.keyfile) };
}
async function missingOf(cluster, namespace, client) {
    const found = await Promise.all(client.immutable.map(async ({ kind, metadata: { name } }) => {
        const live = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .objectPath */ .du)(kind, namespace, name), { metadataOnly: true });
        return live === undefined ? [`${kind} ${name}`] : [];
    }));
    return found.flat();
}
function byName(objects) {
    return new Map(objects.map((object) => [object.metadata.name, object]));
}


/***/ }),

/***/ 25504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ openCluster)
/* harmony export */ });
/** The cluster that the job's kubeconfig leads to. Asks it nothing yet. Loads client-node. */
async function openCluster(options) {
    const { createCluster } = await Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(207), __webpack_require__.e(55)]).then(__webpack_require__.bind(__webpack_require__, 10055));
    return createCluster(options);
}


/***/ }),

/***/ 69280:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ inParallel)
/* harmony export */ });
/**
 * Works on all items, at most `limit` at a time; the next one starts the moment a place is free. After a failure no
 * further item starts, those under way are waited for, and the first failure is thrown.
 */
async function inParallel(items, limit, work) {
    const results = new Map();
    const queue = items.entries();
    let failure;
    const worker = async () => {
        for (const [index, item] of queue) {
            if (failure !== undefined)
                return;
            try {
                results.set(index, await work(item));
            }
            catch (error) {
                failure ??= { error };
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    if (failure !== undefined)
        throw failure.error;
    return items.map((_, index) => results.get(index));
}


/***/ }),

/***/ 3583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ planRollout)
});

// EXTERNAL MODULE: ./src/cluster/pod-template-check.js
var pod_template_check = __webpack_require__(79506);
;// CONCATENATED MODULE: ./src/cluster/changed-parts.js

/** What makes a client's content another one, for a person: as far as names tell, or else the manifest. */
function describeChange(live, wanted) {
    const now = partsOf(live);
    const then = partsOf(wanted.statefulSet);
    const changed = ['configuration', 'keyfile', 'image'].filter((part) => now[part] !== then[part]);
    if (changed.length === 0)
        return 'the manifest changed';
    const [last = '', ...others] = changed.toReversed();
    return `the ${others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`} changed`;
}
function partsOf({ spec }) {
    const { volumes = [], containers = [] } = spec?.template?.spec ?? {};
    const held = (wanted) => {
        const volume = volumes.find(({ name }) => name === wanted);
        return volume?.secret?.secretName ?? volume?.configMap?.name ?? '';
    };
    return {
        configuration: held(pod_template_check/* volumeNames */.v.configuration),
        keyfile: held(pod_template_check/* volumeNames */.v.keyfile),
        image: containers
            .map(({ name, image = '' }) => `${name}=${image}`)
            .sort()
            .join(' '),
    };
}

// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/observed-clients.js
var observed_clients = __webpack_require__(14630);
// EXTERNAL MODULE: ./src/cluster/stateful-set-readiness.js
var stateful_set_readiness = __webpack_require__(25619);
;// CONCATENATED MODULE: ./src/cluster/rollout-plan.js




/** Pure. @param roles the order of waves. */
function planRollout(wanted, observed, roles) {
    const unknown = wanted.find(({ role }) => !roles.includes(role));
    if (unknown !== undefined)
        throw new RangeError(`${unknown.client} has the role ${unknown.role}, which is in no wave`);
    return roles
        .map((role) => ({
        role,
        steps: wanted
            .filter((client) => client.role === role)
            .map((client) => planClient(client, observed.get(client.client))),
    }))
        .filter(({ steps }) => steps.length > 0);
}
function planClient(wanted, observed) {
    const { statefulSet, service, pods, missing } = observed ?? {
        statefulSet: undefined,
        service: undefined,
        pods: [],
        missing: [],
    };
    const step = (action, reason, proof) => ({
        client: wanted.client,
        role: wanted.role,
        action,
        reason: wanted.isCompared ? reason : `${reason}; secret parts not compared`,
        wanted,
        podsBefore: pods,
        proof,
    });
    if (statefulSet === undefined)
        return step('create', 'there is no StatefulSet of this name');
    if (statefulSet.metadata.labels?.[kubernetes_object/* labels */.WD.client] !== wanted.client) {
        return step('update', 'the StatefulSet was not written by keep-deploy: it is taken over');
    }
    if (!(0,observed_clients/* hasContent */.ov)(statefulSet, wanted))
        return step('update', describeChange(statefulSet, wanted));
    if (service === undefined)
        return step('update', 'its Service is missing');
    if (!(0,observed_clients/* hasContent */.ov)(service, wanted))
        return step('update', 'its Service is not the one that belongs to this content');
    if (missing.length > 0)
        return step('update', `missing: ${missing.join(', ')}`);
    // Proof now, not memory: a client left crashing by a run that was stopped is not unchanged.
    const readiness = (0,stateful_set_readiness/* readinessOf */.c)(statefulSet, pods, statefulSet.metadata.generation ?? 0);
    if (readiness.kind !== 'ready')
        return step('prove', 'written before, but its pod is not ready');
    return step('unchanged', 'as wanted, and its pod is ready', {
        pod: readiness.pod.metadata.name,
        revision: readiness.revision,
    });
}


/***/ }),

/***/ 25619:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ readinessOf)
/* harmony export */ });
/* harmony import */ var _live_workload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71087);

/**
 * Judged on the pod of the update revision only: counts in the status don't say whose pods they count, and a pod of the
 * old revision can be ready while the new one can't start.
 * @param generation the one that our write was answered with.
 */
function readinessOf(statefulSet, pods, generation) {
    const { observedGeneration, updateRevision } = statefulSet.status ?? {};
    if (observedGeneration === undefined || observedGeneration < generation || updateRevision === undefined)
        return { kind: 'unseen' };
    const isNew = ({ metadata }) => metadata.labels?.['controller-revision-hash'] === updateRevision;
    const pod = pods.find((candidate) => isNew(candidate) && candidate.metadata.deletionTimestamp === undefined);
    if (pod !== undefined && (0,_live_workload_js__WEBPACK_IMPORTED_MODULE_0__/* .isPodReady */ .Ft)(pod))
        return { kind: 'ready', pod, revision: updateRevision };
    return { kind: 'starting', pod, revision: updateRevision, old: pods.filter((candidate) => !isNew(candidate)) };
}


/***/ }),

/***/ 72648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  PI: () => (/* binding */ renderRecipe),
  ax: () => (/* binding */ sealRecipe),
  FR: () => (/* binding */ secretPartsNotCompared)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __webpack_require__(3292);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/schema-problems.js
var schema_problems = __webpack_require__(58943);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
// EXTERNAL MODULE: ./src/configuration/keep-client-v1.js
var keep_client_v1 = __webpack_require__(69712);
;// CONCATENATED MODULE: ./src/configuration/toml.js
/**
 * Writes TOML 1.0 in one canonical way: a table's own keys first, then its tables, both in the order given; one key a
 * line; integers as integers; nothing for what is absent.
 * @throws RangeError for a number that is no safe integer, and for text that is no Unicode.
 */
function encodeToml(table) {
    return blocksOf(table, []).join('\n');
}
function blocksOf(table, path) {
    const members = Object.entries(table).filter((member) => member[1] !== undefined);
    const lines = members.flatMap(([key, value]) => isTable(value) ? [] : [`${encodeKey(key)} = ${encodeValue(value)}\n`]);
    const tables = members.flatMap(([key, value]) => (isTable(value) ? blocksOf(value, [...path, key]) : []));
    const header = path.length === 0 ? [] : [`[${path.map(encodeKey).join('.')}]\n`];
    // A table without keys of its own exists through its tables; an empty one needs its header.
    const isNamed = lines.length > 0 || tables.length === 0;
    const block = [...(isNamed ? header : []), ...lines].join('');
    return block === '' ? tables : [block, ...tables];
}
function isTable(value) {
    return typeof value === 'object' && !Array.isArray(value);
}
function encodeKey(key) {
    return /^[A-Za-z0-9_-]+$/.test(key) ? key : encodeText(key);
}
function encodeValue(value) {
    if (typeof value === 'string')
        return encodeText(value);
    if (typeof value === 'boolean')
        return String(value);
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value))
            throw new RangeError('a number in a configuration must be a safe integer');
        return BigInt(value).toString();
    }
    return `[${value.map(encodeValue).join(', ')}]`;
}
const shortEscapes = {
    '\b': '\\b',
    '\t': '\\t',
    '\n': '\\n',
    '\f': '\\f',
    '\r': '\\r',
    '"': '\\"',
    '\\': '\\\\',
};
function encodeText(text) {
    if (!text.isWellFormed())
        throw new RangeError('a text in a configuration must be Unicode: it has half of a surrogate pair');
    const escaped = text.replaceAll(/["\\\p{Cc}]/gu, (character) => {
        const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        return shortEscapes[character] ?? `\\u${code}`;
    });
    return `"${escaped}"`;
}

;// CONCATENATED MODULE: ./src/configuration/render-recipe.js






/** What a plan prints of a secret configuration when it has no key. */
const secretPartsNotCompared = 'secret parts not compared';
/** A shorter key could be found by trying, and then the secrets behind the digests too. */
const minimumKeyLength = 16;
/**
 * Renders a recipe: secrets in, checked against the schema once more, written, parsed back and compared. The same recipe
 * and secrets give the same bytes. A recipe that was rendered before must come out with the same digest.
 * @throws UserError naming every variable that is missing or wrong, wherever it is written, never its value.
 */
function renderRecipe(recipe, secrets, digestKey, placesOf = () => []) {
    const tree = withSecrets(recipe, secrets, placesOf);
    const text = encodeToml(tree);
    if (!(0,external_node_util_.isDeepStrictEqual)((0,dist/* parse */.qg)(text, { integersAsBigInt: true }), asParsed(tree))) {
        throw new Error(`The configuration of ${recipe.client} reads back as something else than was written`);
    }
    const isSecret = recipe.secretNames.length > 0;
    const digest = isSecret ? keyedDigest(text, digestKey) : (0,content_digest/* digestOf */.o)(text);
    if (digest !== undefined && recipe.digest !== undefined && digest !== recipe.digest)
        throw new errors/* UserError */.yo(otherDigest(recipe));
    return { text, digest, isSecret };
}
/** The recipe with the digest of what it was rendered to, ready to be stored. */
function sealRecipe(recipe, digest) {
    return { ...recipe, digest };
}
function keyedDigest(text, digestKey) {
    if (digestKey === undefined)
        return undefined;
    if (digestKey.length < minimumKeyLength) {
        throw new errors/* UserError */.yo(`$KEEP_DEPLOY_DIGEST_KEY is too short: make one of at least ${minimumKeyLength} characters, for example with \`openssl rand -hex 32\``);
    }
    return (0,content_digest/* keyedDigestOf */.Y)(digestKey, text);
}
function otherDigest({ client, secretNames }) {
    if (secretNames.length === 0) {
        return `The configuration of ${client} renders to other bytes than when its recipe was stored, by another version of keep-deploy: run render-client-config again`;
    }
    const names = secretNames.map((name) => `$${name}`).join(', ');
    return `The configuration of ${client} renders to other bytes than when its recipe was stored: ${names} or $KEEP_DEPLOY_DIGEST_KEY has another value now. Set the same values in both jobs, or run render-client-config again`;
}
function withSecrets(recipe, secrets, placesOf) {
    const found = (variable, message) => {
        const places = (0,secret_reference/* isSecretReference */.IC)(variable) ? placesOf(variable) : [];
        return (places.length === 0 ? [{}] : places).map((place) => ({ ...place, message: `${variable} ${message}` }));
    };
    const missing = recipe.secretNames.filter((name) => !secrets(name));
    if (missing.length > 0) {
        throw new errors/* UserError */.yo(missing.flatMap((name) => found(`$${name}`, `is not set in the step's environment: the configuration of ${recipe.client} needs it`)));
    }
    const broken = recipe.secretNames.filter((name) => /^\s|\s$|\p{Cc}/u.test(secrets(name) ?? ''));
    if (broken.length > 0) {
        throw new errors/* UserError */.yo(broken.flatMap((name) => found(`$${name}`, 'begins or ends with white space or holds a line break: set it without')));
    }
    const { value, problems } = (0,schema_problems/* checkAgainst */.Y)(keep_client_v1/* keepClientV1 */.Gl, substituted(recipe.tree, secrets));
    if (problems) {
        throw new errors/* UserError */.yo(problems.flatMap(({ path, message }) => {
            const use = `${path.join('.')} of ${recipe.client}${expectation(message)}`;
            return found(variableAt(recipe.tree, path), `has a value that can't be used for ${use}`);
        }));
    }
    const nested = recipe.secretNames.filter((name) => (0,secret_reference/* isSecretReference */.IC)(secrets(name) ?? ''));
    if (nested.length > 0)
        throw new errors/* UserError */.yo(nested.flatMap((name) => found(`$${name}`, 'holds the name of a variable, not a value')));
    return value;
}
/** What a problem's message says was expected, and only of messages that say that they tell nothing of the value. */
function expectation(message) {
    const expected = /^expected .+(?= or \$NAME; what was found is not shown$)/.exec(message);
    return expected === null ? '' : `: ${expected[0]}`;
}
function substituted(tree, secrets) {
    if (typeof tree === 'string')
        return (0,secret_reference/* isSecretReference */.IC)(tree) ? (secrets((0,secret_reference/* secretName */.Gf)(tree)) ?? '') : tree;
    if (Array.isArray(tree))
        return tree.map((item) => substituted(item, secrets));
    if (tree === null || typeof tree !== 'object')
        return tree;
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, value === undefined ? undefined : substituted(value, secrets)]));
}
function variableAt(tree, path) {
    const value = path.reduce((node, step) => node?.[step], tree);
    return typeof value === 'string' ? value : 'A variable';
}
/** A tree as the TOML parser gives it: nothing for absent members, integers as bigint (so that 3919.0 isn't 3919), no prototypes. */
function asParsed(value) {
    if (typeof value === 'number')
        return BigInt(value);
    if (Array.isArray(value))
        return value.map(asParsed);
    if (value === null || typeof value !== 'object')
        return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.assign(Object.create(null), Object.fromEntries(members.map(([key, member]) => [key, asParsed(member)])));
}


/***/ }),

/***/ 77359:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  w: () => (/* binding */ requirePinnedCluster)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
;// CONCATENATED MODULE: ./src/cluster/identity.js

/** Reads the namespace, so that a wrong cluster or a missing namespace shows before anything else is asked. */
async function identifyCluster(cluster, namespace) {
    const found = await cluster.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`);
    const { context, certificateAuthority } = cluster.endpoint;
    if (found?.metadata.uid === undefined) {
        throw new errors/* UserError */.yo(`The cluster of context ${context} has no namespace ${namespace}: create it, or correct cluster.namespace.`);
    }
    return { context, certificateAuthority, namespaceUid: found.metadata.uid };
}
const parts = [
    { key: 'context', name: 'context', setting: 'context' },
    { key: 'certificateAuthority', name: "API server's CA bundle", setting: 'certificate-authority' },
    { key: 'namespaceUid', name: 'namespace UID', setting: 'namespace-uid' },
];
/**
 * Compares the cluster seen with the one of the first release and with what keep-deploy.yml says. `repin` accepts a
 * rebuilt cluster; what stands in the file only the file can change.
 * @throws UserError that names old and new.
 */
function checkPin(pinned, settings, seen, { repin }) {
    const contradictions = parts
        .filter(({ key, setting }) => settings[setting] !== undefined && settings[setting] !== seen[key])
        .map(({ key, name, setting }) => `cluster.${setting} is ${settings[setting]}, but the ${name} of the kubeconfig's cluster is ${seen[key] ?? 'absent'}`);
    if (contradictions.length > 0) {
        throw new errors/* UserError */.yo(`This is not the cluster that keep-deploy.yml names: ${contradictions.join('; ')}. Nothing was written. Log in to the right cluster, or correct the file.`);
    }
    if (pinned === undefined)
        return { outcome: 'first', changes: [] };
    const changes = parts
        .filter(({ key }) => pinned[key] !== seen[key])
        .map(({ key, name }) => `${name}: was ${pinned[key] ?? 'absent'}, is ${seen[key] ?? 'absent'}`);
    if (changes.length === 0)
        return { outcome: 'same', changes };
    if (repin)
        return { outcome: 'repinned', changes };
    throw new errors/* UserError */.yo(`This is not the cluster of the earlier releases: ${changes.join('; ')}. Nothing was written. Log in to the right cluster; if this one was rebuilt, run once with repin: true.`);
}

// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/cluster-pin.js




/**
 * Makes sure that this is the cluster of the first release, before anything is written to it; the first release records
 * it.
 * @returns what to warn of: that another cluster is accepted. A release asks more than once and says it once.
 * @throws UserError when it is another one, unless `repin`.
 */
async function requirePinnedCluster(environment, cluster, store, { repin, mode }) {
    const name = (0,store_layout/* clusterPinName */.js)(environment.name);
    const seen = await identifyCluster(cluster, environment.cluster.namespace);
    const stored = await store.read(name);
    const pinned = stored && parseIdentity(stored.bytes, name, store);
    const { outcome, changes } = checkPin(pinned, environment.cluster, seen, { repin });
    if (outcome === 'same')
        return undefined;
    const warning = outcome === 'repinned' ? `Another cluster than before is accepted: ${changes.join('; ')}` : undefined;
    if (mode === 'plan')
        return warning;
    const bytes = new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)(seen));
    const written = stored ? await store.replace(name, bytes, stored.generation) : await store.create(name, bytes);
    if (written === 'changed' || written === 'exists') {
        throw new errors/* UserError */.yo(`another run has just recorded a cluster for ${environment.name}; nothing was written to the cluster. Run this one again.`);
    }
    return warning;
}
function parseIdentity(bytes, name, store) {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    const { context, certificateAuthority, namespaceUid } = value;
    if (typeof context !== 'string' || typeof namespaceUid !== 'string') {
        throw new errors/* RemoteError */.Hi(`${name} in ${store.location} does not name a cluster`);
    }
    return { context, certificateAuthority, namespaceUid };
}


/***/ }),

/***/ 61000:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Wm: () => (/* binding */ chosenImage),
/* harmony export */   cL: () => (/* binding */ composeRelease),
/* harmony export */   fA: () => (/* binding */ manifestRules),
/* harmony export */   gK: () => (/* binding */ keyfileDigest)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77934);
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38562);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(12354);




/** The clients' image: the input's, or the clients file's. @throws UserError when there is none, or it is no digest. */
function chosenImage(environment, input) {
    const place = environment.locate('clients', []);
    if (input === undefined && environment.clients.image === undefined) {
        const message = 'no image is named: give the input image, or image: in this file, by digest (registry/name@sha256:…)';
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo([{ ...place, message }]);
    }
    const { output, issues } = valibot__WEBPACK_IMPORTED_MODULE_1__/* .safeParse */ .xLC(_cluster_index_js__WEBPACK_IMPORTED_MODULE_2__/* .imageByDigest */ .jq, input ?? environment.clients.image);
    if (issues)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(issues.map(({ message }) => ({ message: `input image: ${message}` })));
    return output;
}
/** The release that the files describe. `digestKey` makes the digests of what may not be known by its hash. */
function composeRelease(environment, manifest, image, parts, digestKey) {
    const { clients } = environment;
    return {
        version: 1,
        environment: environment.name,
        namespace: environment.cluster.namespace,
        ...parts,
        roles: [...clients.roles],
        manifest,
        configurationPath: clients.configuration.path,
        keyfilePath: clients.keyfilePath,
        passwordVariable: clients.passwordVariable,
        clients: clients.clients.map(({ name, role, address, peerId, keyfile, password }) => ({
            name,
            role,
            address,
            peerId,
            image,
            keyfile: { file: keyfile.file, digest: keyfileDigest(digestKey, name, keyfile.text) },
            password: { ...password },
        })),
    };
}
/** Names a client's keyfile without giving it away. */
function keyfileDigest(digestKey, client, text) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .keyedDigestOf */ .Y)(digestKey, (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)([client, 'keyfile', text]));
}
/** What the manifest must leave to us. */
function manifestRules({ cluster, clients }) {
    return {
        namespace: cluster.namespace,
        container: clients.container,
        mounted: [clients.configuration.path, clients.keyfilePath],
        variables: [clients.passwordVariable],
    };
}


/***/ }),

/***/ 26147:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   od: () => (/* binding */ configurationDocument),
/* harmony export */   s0: () => (/* binding */ parseConfigurationSet),
/* harmony export */   tQ: () => (/* binding */ recipesOf),
/* harmony export */   zA: () => (/* binding */ sealRecipes)
/* harmony export */ });
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(30615);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72648);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3325);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(83389);



/** One recipe per client, with the record's addresses. @throws UserError with file and line of every mistake. */
function recipesOf(environment, record) {
    const { configuration, keyfilePath, roles, clients } = environment.clients;
    const resolved = (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveTemplates */ .e)({
        schema: configuration.schema,
        template: configuration.template,
        roles,
        clients,
        namespace: environment.cluster.namespace,
        keyfilePath,
        contracts: Object.fromEntries(record.contracts.map(({ name, address }) => [name, address])),
    });
    if (resolved.problems)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(environment.findings('clients', resolved.problems));
    return resolved.recipes;
}
/** With the digest of what each was rendered to; `undefined` when one has none, in a plan without the key. */
function sealRecipes(rendered) {
    const sealed = rendered.flatMap(({ recipe, digest }) => (digest === undefined ? [] : [(0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_2__/* .sealRecipe */ .ax)(recipe, digest)]));
    return sealed.length === rendered.length ? sealed : undefined;
}
function configurationDocument(environment, contracts, recipes) {
    return {
        version: 1,
        environment,
        contracts,
        recipes: recipes.map((recipe) => JSON.parse((0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_3__/* .recipeText */ .Yz)(recipe))),
    };
}
/** Reads a stored set. @throws RemoteError when it is none. */
function parseConfigurationSet(text) {
    const document = JSON.parse(text);
    const { version, environment, contracts, recipes } = document;
    if (version !== 1 || typeof environment !== 'string' || typeof contracts !== 'string' || !Array.isArray(recipes)) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi('the stored configurations were written by another version of keep-deploy: run render-client-config again');
    }
    return {
        environment,
        contracts: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDigest */ .m)(contracts),
        recipes: recipes.map((recipe) => (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRecipe */ .Cl)(JSON.stringify(recipe))),
    };
}


/***/ }),

/***/ 40415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ parseRelease),
/* harmony export */   b8: () => (/* binding */ releaseDocument),
/* harmony export */   cS: () => (/* binding */ releaseDigest)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83389);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83573);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(12354);



const digest = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^sha256:[0-9a-f]{64}$/), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(text)));
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{40}$/), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAddress */ .o)(text)));
const tree = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J()), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((value) => value));
const clientSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    role: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    address,
    peerId: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    image: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Where the keyfile stands in the repository, and a keyed digest of it: its text is never stored. */
    keyfile: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ file: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), digest }),
    password: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ secret: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), key: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
});
const releaseSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    version: valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(1),
    environment: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    namespace: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    contracts: digest,
    configurations: digest,
    roles: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    manifest: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ statefulSet: tree, service: tree, container: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
    configurationPath: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    keyfilePath: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    passwordVariable: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    clients: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(clientSchema),
});
function releaseDocument(release) {
    return release;
}
function releaseDigest(release) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .o)((0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)(releaseDocument(release)));
}
/** Reads a stored release. @throws RemoteError when it is none, or one of another version. */
function parseRelease(text) {
    const parsed = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(releaseSchema, JSON.parse(text));
    if (parsed.success)
        return parsed.output;
    const reasons = parsed.issues.map((issue) => `${valibot__WEBPACK_IMPORTED_MODULE_0__/* .getDotPath */ .BuJ(issue) ?? 'the whole'}: ${issue.message}`);
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi(`the stored release can't be used by this version of keep-deploy: ${reasons.join('; ')}`);
}


/***/ }),

/***/ 46474:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ planningNeeds),
/* harmony export */   q: () => (/* binding */ resolveContracts)
/* harmony export */ });
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(36905);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5632);
/* harmony import */ var _migrate_contracts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(13720);
/* harmony import */ var _store_layout_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67798);




/** A plan takes no lock and sends nothing. */
const planOptions = {
    timeoutMs: 120_000,
    lockTimeoutMs: 0,
    breakLock: false,
    strict: false,
    approvedPlan: undefined,
    newChain: false,
    allowMainnet: false,
};
/** What a step needs of its environment to learn of its contracts: one without a stored record plans them. */
function planningNeeds({ contracts, predicted }) {
    return contracts === undefined && predicted === undefined ? ['contracts'] : [];
}
/** The stored record that the input names; in a plan without one, what a migration would lead to. */
async function resolveContracts(environment, store, inputs, ports) {
    if (inputs.contracts !== undefined) {
        const text = await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .fetchDocument */ .sW)(store, 'contract-records', inputs.contracts);
        return { record: (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseContractRecord */ .DM)(text), digest: inputs.contracts };
    }
    if (inputs.predicted !== undefined)
        return { record: inputs.predicted, digest: undefined };
    (0,_environment_index_js__WEBPACK_IMPORTED_MODULE_2__/* .requireParts */ .a)(environment, ['chain', 'contracts']);
    const planned = await (0,_migrate_contracts_js__WEBPACK_IMPORTED_MODULE_3__.migrateEnvironment)(environment, store, { mode: 'plan', ...planOptions }, ports);
    return { record: planned.record, digest: planned.contracts };
}


/***/ }),

/***/ 16923:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  hq: () => (/* binding */ clientsOfFiles),
  Bw: () => (/* binding */ composeClients),
  Tm: () => (/* binding */ releaseNeeds),
  CM: () => (/* binding */ resolveRelease)
});

// EXTERNAL MODULE: ./src/cluster/manifest.js + 1 modules
var cluster_manifest = __webpack_require__(26402);
// EXTERNAL MODULE: ./src/cluster/observed-clients.js
var observed_clients = __webpack_require__(14630);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/pod-template-check.js
var pod_template_check = __webpack_require__(79506);
;// CONCATENATED MODULE: ./src/cluster/client-objects.js



/** The manifest with everything set that differs from client to client. Pure: same input, same objects. */
function composeClient(manifest, client, options) {
    const { namespace, digestKey, assumed } = options;
    const configurationName = client.configuration.text === undefined
        ? undefined
        : contentName(client.name, 'config', client.configuration.text, client.configuration.isSecret ? { digestKey } : 'plain');
    const keyfileName = contentName(client.name, 'keyfile', client.keyfile.text, { digestKey });
    const names = {
        configuration: configurationName ?? assumed?.configuration ?? `${client.name}-config-not-compared`,
        keyfile: keyfileName ?? assumed?.keyfile ?? `${client.name}-keyfile-not-compared`,
    };
    const own = { [kubernetes_object/* labels */.WD.managedBy]: 'keep-deploy', [kubernetes_object/* labels */.WD.client]: client.name, [kubernetes_object/* labels */.WD.role]: client.role };
    const common = { namespace, labels: own };
    const immutable = [
        objectHolding(client.configuration.isSecret ? 'Secret' : 'ConfigMap', { name: names.configuration, ...common }, 'configuration', client.configuration.text ?? ''),
        objectHolding('Secret', { name: names.keyfile, ...common }, 'keyfile', client.keyfile.text),
    ];
    const service = composeService(manifest.service, client.name, namespace, own);
    const statefulSet = composeStatefulSet(manifest, client, namespace, own, names);
    const content = (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)([immutable.map(({ metadata }) => metadata.name), service, statefulSet]));
    return {
        client: client.name,
        role: client.role,
        immutable,
        service: annotated(service, content),
        statefulSet: withTemplateAnnotation(annotated(statefulSet, content), content),
        content,
        isCompared: configurationName !== undefined && keyfileName !== undefined,
    };
}
function objectHolding(kind, metadata, key, text) {
    if (kind === 'ConfigMap')
        return { apiVersion: 'v1', kind, metadata, immutable: true, data: { [key]: text } };
    const data = { [key]: Buffer.from(text).toString('base64') };
    return { apiVersion: 'v1', kind, metadata, immutable: true, type: 'Opaque', data };
}
/** `undefined` when it needs the key and there is none. */
function contentName(client, part, text, how) {
    // The client's name and the part are in the digest, so that equal keyfiles of two clients can't be told from outside.
    const content = (0,canonical_json/* canonicalJson */.d)([client, part, text]);
    if (how !== 'plain' && how.digestKey === undefined)
        return undefined;
    const digest = how === 'plain' || how.digestKey === undefined ? (0,content_digest/* digestOf */.o)(content) : (0,content_digest/* keyedDigestOf */.Y)(how.digestKey, content);
    return `${client}-${part}-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}
function composeService(written, client, namespace, own) {
    const spec = mapAt(written, 'spec');
    return {
        ...rest(written, 'status'),
        apiVersion: 'v1',
        kind: 'Service',
        metadata: named(written, client, namespace, own),
        spec: {
            ...spec,
            clusterIP: 'None',
            // Peers find each other before they are ready, or none ever would be.
            publishNotReadyAddresses: true,
            selector: { ...mapAt(spec, 'selector'), [kubernetes_object/* labels */.WD.client]: client },
        },
    };
}
function composeStatefulSet(manifest, client, namespace, own, names) {
    const written = manifest.statefulSet;
    const spec = mapAt(written, 'spec');
    const template = mapAt(spec, 'template');
    const podMetadata = mapAt(template, 'metadata');
    const pod = mapAt(template, 'spec');
    const selector = mapAt(spec, 'selector');
    const configuration = client.configuration.isSecret
        ? { secret: { secretName: names.configuration } }
        : { configMap: { name: names.configuration } };
    return {
        ...rest(written, 'status'),
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: named(written, client.name, namespace, own),
        spec: {
            ...spec,
            serviceName: client.name,
            selector: { ...selector, matchLabels: { ...mapAt(selector, 'matchLabels'), [kubernetes_object/* labels */.WD.client]: client.name } },
            template: {
                ...template,
                metadata: { ...podMetadata, labels: { ...mapAt(podMetadata, 'labels'), ...own } },
                spec: {
                    ...pod,
                    containers: listAt(pod, 'containers').map((container) => isMap(container) && container['name'] === manifest.container
                        ? composeContainer(container, client)
                        : container),
                    volumes: [
                        ...listAt(pod, 'volumes'),
                        { name: pod_template_check/* volumeNames */.v.configuration, ...configuration },
                        { name: pod_template_check/* volumeNames */.v.keyfile, secret: { secretName: names.keyfile } },
                    ],
                },
            },
        },
    };
}
function composeContainer(container, client) {
    const { variable, secret, key } = client.password;
    return {
        ...container,
        image: client.image,
        env: [...listAt(container, 'env'), { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } }],
        volumeMounts: [
            ...listAt(container, 'volumeMounts'),
            {
                name: pod_template_check/* volumeNames */.v.configuration,
                mountPath: client.configuration.path,
                subPath: 'configuration',
                readOnly: true,
            },
            { name: pod_template_check/* volumeNames */.v.keyfile, mountPath: client.keyfile.path, subPath: 'keyfile', readOnly: true },
        ],
    };
}
function named(written, name, namespace, own) {
    const metadata = mapAt(written, 'metadata');
    return { ...metadata, name, namespace, labels: { ...mapAt(metadata, 'labels'), ...own } };
}
function annotated(object, content) {
    const annotations = { ...mapAt(object.metadata, 'annotations'), [kubernetes_object/* contentAnnotation */.X4]: content };
    return { ...object, metadata: { ...object.metadata, annotations } };
}
/** On the pod template too, so that whatever changed, the pod is made anew. */
function withTemplateAnnotation(object, content) {
    const spec = mapAt(object, 'spec');
    const template = mapAt(spec, 'template');
    const metadata = mapAt(template, 'metadata');
    const annotations = { ...mapAt(metadata, 'annotations'), [kubernetes_object/* contentAnnotation */.X4]: content };
    return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}
function rest(object, without) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== without));
}
function mapAt(object, key) {
    const value = object[key];
    return isMap(value) ? value : {};
}
function listAt(object, key) {
    const value = object[key];
    return Array.isArray(value) ? value : [];
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: ./src/configuration/render-recipe.js + 1 modules
var render_recipe = __webpack_require__(72648);
// EXTERNAL MODULE: ./src/contracts/record.js
var contracts_record = __webpack_require__(36905);
// EXTERNAL MODULE: ./src/environment/require-parts.js
var require_parts = __webpack_require__(5632);
// EXTERNAL MODULE: ./src/environment/read-file.js
var read_file = __webpack_require__(8509);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/release/compose-release.js
var compose_release = __webpack_require__(61000);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/resolve-contracts.js
var resolve_contracts = __webpack_require__(46474);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/wanted-release.js











/** What is needed beside chain and cluster: a stored release has all of it, and stored configurations name their contracts. */
function releaseNeeds({ release, configurations, ...choice }) {
    if (release !== undefined)
        return [];
    return ['clients', ...(configurations === undefined ? (0,resolve_contracts/* planningNeeds */.P)({ contracts: undefined, ...choice }) : [])];
}
/** The stored release that the input names, or the one that the files and the stored configurations make. */
async function resolveRelease(environment, store, inputs, ports) {
    const key = (0,digest_key/* digestKey */.C)(ports.secrets, inputs.mode === 'apply' ? "the clients' keyfiles" : undefined);
    if (inputs.release !== undefined)
        return storedRelease(environment, store, inputs.release, inputs.mode, key, ports);
    (0,require_parts/* requireParts */.a)(environment, ['chain', 'cluster', 'clients']);
    const { configurations } = inputs;
    const image = (0,compose_release/* chosenImage */.Wm)(environment, inputs.image);
    const { file, text } = environment.clients.manifest;
    const manifest = (0,cluster_manifest/* readManifest */.W)(file, text, (0,compose_release/* manifestRules */.fA)(environment));
    const { contracts, set, isPredicted } = await newConfigurations(environment, store, inputs, ports);
    const release = key === undefined || configurations === undefined || set.contracts === undefined
        ? undefined
        : (0,compose_release/* composeRelease */.cL)(environment, manifest, image, { contracts: set.contracts, configurations }, key);
    const clients = clientsOfFiles(environment, { image, recipes: set.recipes }, inputs.mode, key, ports);
    const { roles } = environment.clients;
    return { release, contracts, isPredicted, manifest, roles, clients, recipes: set.recipes };
}
/** The clients as the files describe them. */
function clientsOfFiles(environment, { image, recipes }, mode, key, ports) {
    const { configuration, keyfilePath, passwordVariable, clients } = environment.clients;
    const recipeOf = recipeByClient(recipes);
    return clients.map(({ name, role, keyfile, password }) => ({
        name,
        role,
        image,
        configuration: rendered(recipeOf(name), configuration.path, mode, key, ports),
        keyfile: { path: keyfilePath, text: keyfile.text },
        password: { variable: passwordVariable, ...password },
    }));
}
async function newConfigurations(environment, store, inputs, ports) {
    if (inputs.configurations !== undefined) {
        const set = (0,configuration_set/* parseConfigurationSet */.s0)(await (0,store_layout/* fetchDocument */.sW)(store, 'configurations', inputs.configurations));
        requireSameEnvironment(set, environment, 'configurations');
        const contracts = (0,contracts_record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', set.contracts));
        return { contracts, set, isPredicted: false };
    }
    const { record, digest } = await (0,resolve_contracts/* resolveContracts */.q)(environment, store, { ...inputs, contracts: inputs.contracts }, ports);
    return {
        contracts: record,
        set: { contracts: digest, recipes: (0,configuration_set/* recipesOf */.tQ)(environment, record) },
        isPredicted: digest === undefined,
    };
}
async function storedRelease(environment, store, digest, mode, key, ports) {
    const release = (0,release_record/* parseRelease */.BC)(await (0,store_layout/* fetchDocument */.sW)(store, 'releases', digest));
    requireSameEnvironment(release, environment, 'release');
    if (release.namespace !== environment.cluster.namespace) {
        throw new errors/* UserError */.yo(`input release was made for namespace ${release.namespace}, and its clients look for each other there; keep-deploy.yml now says ${environment.cluster.namespace}. Make a new release.`);
    }
    const set = (0,configuration_set/* parseConfigurationSet */.s0)(await (0,store_layout/* fetchDocument */.sW)(store, 'configurations', release.configurations));
    const contracts = (0,contracts_record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', release.contracts));
    const read = (0,read_file/* workspaceFiles */.P)(ports.workspace);
    const recipes = recipeByClient(set.recipes);
    const clients = await Promise.all(release.clients.map(async (client) => {
        const text = await read(client.keyfile.file).catch((cause) => {
            throw otherKeyfile(client.keyfile.file, 'is not there', digest, cause);
        });
        if (key !== undefined && (0,compose_release/* keyfileDigest */.gK)(key, client.name, text) !== client.keyfile.digest) {
            throw otherKeyfile(client.keyfile.file, 'is another one now (or $KEEP_DEPLOY_DIGEST_KEY is)', digest);
        }
        return {
            name: client.name,
            role: client.role,
            image: client.image,
            configuration: rendered(recipes(client.name), release.configurationPath, mode, key, ports),
            keyfile: { path: release.keyfilePath, text },
            password: { variable: release.passwordVariable, ...client.password },
        };
    }));
    const { manifest, roles } = release;
    return { release, contracts, isPredicted: false, manifest, roles, clients, recipes: set.recipes };
}
function otherKeyfile(file, what, release, cause) {
    const message = `the keyfile of release ${release} ${what}: check out the commit of that release (it stands beside it in the store)`;
    return new errors/* UserError */.yo([{ file, message }], { cause });
}
function requireSameEnvironment(stored, environment, what) {
    if (stored.environment === environment.name)
        return;
    throw new errors/* UserError */.yo(`input ${what} belongs to environment ${stored.environment}, not to ${environment.name}`);
}
function recipeByClient(recipes) {
    const byName = new Map(recipes.map((recipe) => [recipe.client, recipe]));
    return (client) => {
        const recipe = byName.get(client);
        if (recipe !== undefined)
            return recipe;
        throw new errors/* UserError */.yo(`the stored configurations have none for ${client}: run render-client-config again`);
    };
}
/** A plan may lack a secret; the text is then taken to be what it was. */
function rendered(recipe, path, mode, key, { secrets }) {
    const isSecret = recipe.secretNames.length > 0;
    if (mode === 'plan' && recipe.secretNames.some((name) => secrets(name) === undefined)) {
        return { path, isSecret, text: undefined };
    }
    return { path, isSecret, text: (0,render_recipe/* renderRecipe */.PI)(recipe, secrets, key).text };
}
/** The objects of every client. Without the key, names of secret objects are taken from the cluster. */
async function composeClients(wanted, cluster, namespace, key) {
    return Promise.all(wanted.clients.map(async (client) => {
        const isComparable = key !== undefined && client.configuration.text !== undefined;
        const assumed = isComparable ? undefined : await (0,observed_clients/* assumedNames */.jS)(cluster, namespace, client.name);
        return composeClient(wanted.manifest, client, { namespace, digestKey: key, assumed });
    }));
}


/***/ })

};


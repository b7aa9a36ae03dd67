export const id = 560;
export const ids = [560];
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

/***/ 50267:
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
 * @throws UserError naming every variable that is missing or wrong, never its value.
 */
function renderRecipe(recipe, secrets, digestKey) {
    const tree = withSecrets(recipe, secrets);
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
function withSecrets(recipe, secrets) {
    const missing = recipe.secretNames.filter((name) => !secrets(name));
    if (missing.length > 0) {
        throw new errors/* UserError */.yo(missing.map((name) => ({
            message: `$${name} is not set in the step's environment: the configuration of ${recipe.client} needs it`,
        })));
    }
    const broken = recipe.secretNames.filter((name) => /^\s|\s$|\p{Cc}/u.test(secrets(name) ?? ''));
    if (broken.length > 0) {
        throw new errors/* UserError */.yo(broken.map((name) => ({
            message: `$${name} begins or ends with white space or holds a line break: set it without`,
        })));
    }
    const { value, problems } = (0,schema_problems/* checkAgainst */.Y)(keep_client_v1/* keepClientV1 */.Gl, substituted(recipe.tree, secrets));
    // The problems' messages would tell parts of the values.
    if (problems) {
        throw new errors/* UserError */.yo(problems.map(({ path }) => ({
            message: `${variableAt(recipe.tree, path)} has a value that can't be used for ${path.join('.')} of ${recipe.client}`,
        })));
    }
    const nested = recipe.secretNames.filter((name) => (0,secret_reference/* isSecretReference */.IC)(secrets(name) ?? ''));
    if (nested.length > 0)
        throw new errors/* UserError */.yo(nested.map((name) => ({ message: `$${name} holds the name of a variable, not a value` })));
    return value;
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
 * it. @throws UserError when it is another one, unless `repin`.
 */
async function requirePinnedCluster(environment, cluster, store, { repin, mode }, { log }) {
    const name = (0,store_layout/* clusterPinName */.js)(environment.name);
    const seen = await identifyCluster(cluster, environment.cluster.namespace);
    const stored = await store.read(name);
    const pinned = stored && parseIdentity(stored.bytes, name, store);
    const { outcome, changes } = checkPin(pinned, environment.cluster, seen, { repin });
    if (outcome === 'same')
        return;
    if (outcome === 'repinned')
        log.warning(`Another cluster than before is accepted: ${changes.join('; ')}`);
    if (mode === 'plan')
        return;
    const bytes = new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)(seen));
    const written = stored ? await store.replace(name, bytes, stored.generation) : await store.create(name, bytes);
    if (written === 'changed' || written === 'exists') {
        throw new errors/* UserError */.yo(`another run has just recorded a cluster for ${environment.name}; nothing was written to the cluster. Run this one again.`);
    }
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

/***/ 26147:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   od: () => (/* binding */ configurationDocument),
/* harmony export */   s0: () => (/* binding */ parseConfigurationSet),
/* harmony export */   tQ: () => (/* binding */ recipesOf),
/* harmony export */   zA: () => (/* binding */ sealRecipes)
/* harmony export */ });
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(30615);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50267);
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

/***/ 44560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  smokeTest: () => (/* binding */ smokeTest)
});

// EXTERNAL MODULE: ./src/cluster/open-cluster.js
var open_cluster = __webpack_require__(25504);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/cluster-port.js
var cluster_port = __webpack_require__(76413);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
;// CONCATENATED MODULE: ./src/cluster/pod-answer.js



/**
 * A GET to a client's pod through the API server's pod proxy; by port-forward where that is refused or leads nowhere
 * (simulated nodes have no network, but may forward).
 */
async function askClient(cluster, question) {
    const { namespace, client, port, path, timeoutMs } = question;
    const pod = `${client}-0`;
    const refusals = [];
    const reasons = [];
    for (const via of ['proxy', 'port-forward']) {
        try {
            const { status, body } = await cluster.ask(namespace, pod, { port, path, timeoutMs, via });
            if (status === 200)
                return { kind: 'answered', text: body };
            reasons.push(`${via} answered ${status}`);
        }
        catch (error) {
            if (!(error instanceof errors/* RemoteError */.Hi))
                throw error;
            if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 403)
                refusals.push(error);
            reasons.push(error.message);
        }
    }
    if (refusals.length === 2) {
        return { kind: 'not-possible', why: `neither pods/proxy nor pods/portforward is allowed: ${reasons.join('; ')}` };
    }
    const live = await cluster.get((0,kubernetes_object/* objectPath */.du)('Pod', namespace, pod));
    if (live !== undefined && isSimulated(live)) {
        return { kind: 'not-possible', why: 'the pod is on a simulated node: no process runs in it' };
    }
    return { kind: 'no-answer', why: reasons.join('; ') };
}
/** A real node names the container it runs, `containerd://…`; a simulated one none, or one that says so. */
function isSimulated({ status }) {
    const running = (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
    return running.length > 0 && running.every(({ containerID = '' }) => /^(?:simulated:.*)?$/.test(containerID));
}

// EXTERNAL MODULE: ./src/contracts/check-code.js
var check_code = __webpack_require__(3970);
// EXTERNAL MODULE: ./src/contracts/record.js
var record = __webpack_require__(36905);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/smoke/diagnostics.js
/** Reads the body, whatever its content type says (it says text). `undefined` when it isn't such JSON. */
function parseDiagnostics(body) {
    let value;
    try {
        value = JSON.parse(body);
    }
    catch {
        return undefined;
    }
    if (!isMap(value) || !isMap(value['client_info']))
        return undefined;
    const peers = value['connected_peers'];
    return {
        address: textAt(value['client_info'], 'ethereum_address'),
        peerId: textAt(value['client_info'], 'network_id'),
        // A client without peers may say null.
        peers: (Array.isArray(peers) ? peers : [])
            .filter(isMap)
            .map((peer) => ({ address: textAt(peer, 'ethereum_address'), peerId: textAt(peer, 'network_id') })),
    };
}
function textAt(map, key) {
    const value = map[key];
    return typeof value === 'string' ? value : undefined;
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/smoke/client-checks.js


/** The role whose clients the others must see. */
const bootstrapRole = 'bootstrap';
/** Judges one reply. Pure. One row for each check, in the same order whatever came back. */
function checkClient(client, reply, clients) {
    const bootstraps = clients.filter(({ role, name }) => role === bootstrapRole && name !== client.name);
    // The only bootstrap has nobody it must see: there is no such check for it.
    const isAlone = client.role === bootstrapRole && bootstraps.length === 0;
    const checks = isAlone ? ['answers', 'account'] : ['answers', 'account', 'peers'];
    const all = (result, detail) => checks.map((check) => ({ client: client.name, check, result, detail }));
    if (reply.kind === 'not-possible')
        return all('not-possible', (0,plain_text/* excerpt */.Kb)(reply.why, 200));
    if (reply.kind === 'no-answer')
        return all('failed', `no answer: ${(0,plain_text/* excerpt */.Kb)(reply.why, 200)}`);
    const seen = parseDiagnostics(reply.text);
    if (seen === undefined)
        return all('failed', `answers something else than diagnostics: ${(0,plain_text/* excerpt */.Kb)(reply.text, 80)}`);
    const row = (check, isPassed, detail) => ({
        client: client.name,
        check,
        result: isPassed ? 'passed' : 'failed',
        detail,
    });
    const hasAddress = seen.address?.toLowerCase() === client.address.toLowerCase();
    const hasPeerId = seen.peerId === client.peerId;
    const rows = [
        row('answers', true, '/diagnostics answers'),
        row('account', hasAddress && hasPeerId, hasAddress && hasPeerId
            ? `is ${client.address}`
            : `should be ${client.address} (${client.peerId}), says it is ${told(seen.address)} (${told(seen.peerId)})`),
    ];
    if (isAlone)
        return rows;
    if (bootstraps.length === 0) {
        const detail = `the release has no client of the role ${bootstrapRole}`;
        return [...rows, { client: client.name, check: 'peers', result: 'not-possible', detail }];
    }
    const met = bootstraps
        .filter(({ peerId }) => seen.peers.some((peer) => peer.peerId === peerId))
        .map(({ name }) => name);
    const wanted = bootstraps.map(({ name }) => name).join(', ');
    const detail = met.length > 0 ? `sees ${met.join(', ')}` : `sees none of ${wanted} among its ${seen.peers.length} peers`;
    return [...rows, row('peers', met.length > 0, detail)];
}
function told(value) {
    return value === undefined ? 'nobody' : (0,plain_text/* excerpt */.Kb)(value, 60);
}

;// CONCATENATED MODULE: ./src/smoke/report.js
/** A report needs at least one check, and every one passed, to be a proof. */
function reportOf(rows) {
    if (rows.some(({ result }) => result === 'failed'))
        return { rows, verdict: 'failed' };
    const isComplete = rows.length > 0 && rows.every(({ result }) => result === 'passed');
    return { rows, verdict: isComplete ? 'passed' : 'incomplete' };
}
const meanings = {
    code: 'code at every address',
    answers: 'answers',
    account: 'is its own account',
    peers: 'sees a bootstrap peer',
};
const words = {
    passed: 'passed',
    failed: 'FAILED',
    'not-possible': 'not possible here',
};
/** One row for each check, for the job's summary. */
function smokeTable({ rows }) {
    return {
        headings: ['client', 'check', 'result', 'what was seen'],
        rows: rows.map(({ client, check, result, detail }) => [client ?? 'all', meanings[check], words[result], detail]),
    };
}
/** The same for a terminal. */
function smokeText(report) {
    const { headings, rows } = smokeTable(report);
    const table = [headings, ...rows];
    const widths = headings.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
    return table
        .map((row) => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd())
        .join('\n');
}

;// CONCATENATED MODULE: ./src/smoke/smoke-test.js




/** Checks a release as it runs. Writes nothing. A red check is asked again until the deadline: a network takes its time to meet. */
async function runSmokeTest(options) {
    const { release, deadlineMs, log } = options;
    const endsAt = performance.now() + deadlineMs;
    const [code, ...clients] = await Promise.all([
        checkCode(options),
        ...release.clients.map((client) => checkUntilGreen(client, endsAt, options)),
    ]);
    const report = reportOf([code, ...clients.flat()]);
    for (const { client = 'all', check, result, detail } of report.rows.filter(({ result }) => result !== 'passed')) {
        if (result === 'failed')
            log.error(`${client}: ${check}: ${detail}`);
        else
            log.warning(`${client}: ${check}: not possible here: ${detail}`);
    }
    return report;
}
async function checkCode({ ports, signal }) {
    try {
        const problems = await ports.codeProblems();
        if (problems.length === 0)
            return { check: 'code', result: 'passed', detail: 'every contract has its code' };
        return { check: 'code', result: 'failed', detail: (0,plain_text/* excerpt */.Kb)(problems.join('; ')) };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof errors/* RemoteError */.Hi))
            throw error;
        return { check: 'code', result: 'failed', detail: (0,plain_text/* excerpt */.Kb)(`could not be read: ${error.message}`) };
    }
}
async function checkUntilGreen(client, endsAt, options) {
    const { release, ports, signal, log, everyMs = 1_000 } = options;
    for (;;) {
        signal.throwIfAborted();
        const rows = checkClient(client, await ask(client, ports, signal), release.clients);
        const isSettled = rows.every(({ result }) => result !== 'failed');
        const leftMs = endsAt - performance.now();
        if (isSettled || leftMs <= 0)
            return rows;
        log.debug(`${client.name}: ${rows.find(({ result }) => result === 'failed')?.detail ?? ''}; asks again`);
        await (0,promises_.setTimeout)(Math.min(everyMs, leftMs), undefined, { signal }).catch((error) => {
            signal.throwIfAborted();
            throw error;
        });
    }
}
async function ask(client, ports, signal) {
    try {
        return await ports.diagnostics(client);
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof errors/* RemoteError */.Hi))
            throw error;
        return { kind: 'no-answer', why: error.message };
    }
}

// EXTERNAL MODULE: ./src/store/pointer.js
var pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/release/chain-gate.js + 3 modules
var chain_gate = __webpack_require__(71695);
// EXTERNAL MODULE: ./src/release/cluster-pin.js + 1 modules
var cluster_pin = __webpack_require__(77359);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/open-step.js + 15 modules
var open_step = __webpack_require__(46583);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/smoke-test.js











/** One question to a client's own port. */
const questionTimeoutMs = 5_000;
/** Checks a release as it runs; when every check passed, `last-good` names it. */
async function smokeTest(inputs, ports) {
    const { log, signal } = ports;
    const environment = await (0,open_step/* openEnvironment */.A)(inputs, ports);
    const store = await (0,open_step/* openEnvironmentStore */.R)(environment, inputs, ports);
    const digest = inputs.release ?? (await latestRelease(environment, store));
    const lastGood = (0,store_layout/* pointerName */.Jy)(environment.name, 'last-good');
    const seen = await (0,pointer/* readPointer */.q)(store, lastGood);
    const { contracts, clients } = await readRelease(environment, store, digest);
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, signal, log });
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: false, mode: 'plan' }, ports);
    const { namespace } = environment.cluster;
    const report = await runSmokeTest({
        release: { clients },
        ports: {
            codeProblems: async () => (await (0,check_code/* checkCode */.q)(chain, contracts, signal)).map(({ message }) => message),
            diagnostics: ({ name, ports: { diagnostics } }) => askClient(cluster, {
                namespace,
                client: name,
                port: diagnostics,
                path: '/diagnostics',
                timeoutMs: questionTimeoutMs,
            }),
        },
        deadlineMs: inputs.timeoutMs,
        signal,
        log,
    });
    tell(environment, report, ports);
    const isProof = report.verdict === 'passed' && inputs.mode === 'apply';
    const moved = isProof ? await (0,pointer/* movePointer */.T)(store, lastGood, digest, seen?.generation) : 'unchanged';
    if (moved === 'conflict') {
        throw new errors/* UserError */.yo(`every check passed, but another run has moved ${lastGood} meanwhile: run this one again`);
    }
    return { result: report.verdict, counts: countChecks(report), changed: moved === 'moved' };
}
async function latestRelease(environment, store) {
    const latest = await (0,pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'latest'));
    if (latest !== undefined)
        return latest.target;
    throw new errors/* UserError */.yo(`${environment.name} has no release yet: run roll-deployment first, or name one with input release`);
}
async function readRelease(environment, store, digest) {
    const release = (0,release_record/* parseRelease */.BC)(await (0,store_layout/* fetchDocument */.sW)(store, 'releases', digest));
    if (release.environment !== environment.name) {
        throw new errors/* UserError */.yo(`input release belongs to environment ${release.environment}, not to ${environment.name}`);
    }
    const contracts = (0,record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', release.contracts));
    const { recipes } = (0,configuration_set/* parseConfigurationSet */.s0)(await (0,store_layout/* fetchDocument */.sW)(store, 'configurations', release.configurations));
    const portOf = (client) => {
        const port = recipes.find((recipe) => recipe.client === client)?.tree.Diagnostics?.Port;
        if (port !== undefined)
            return port;
        throw new errors/* UserError */.yo(`the configuration of ${client} has no Diagnostics.Port: without it nobody can ask the client how it is`);
    };
    const clients = release.clients.map(({ name, role, address, peerId }) => ({
        name,
        role,
        address,
        peerId,
        ports: { diagnostics: portOf(name) },
    }));
    return { contracts, clients };
}
function countChecks({ rows }) {
    const count = (wanted) => rows.filter(({ result }) => result === wanted).length;
    return { passed: count('passed'), failed: count('failed'), notPossible: count('not-possible') };
}
function tell(environment, report, { log, summary }) {
    for (const line of smokeText(report).split('\n'))
        log.info(line);
    const { headings, rows } = smokeTable(report);
    const severityOf = { passed: 'unchanged', failed: 'failed', 'not-possible': 'warned' };
    summary.add({
        title: `Smoke test of ${environment.name}: ${report.verdict}`,
        severity: report.verdict === 'failed' ? 'failed' : report.verdict === 'incomplete' ? 'warned' : 'unchanged',
        columns: headings,
        rows: rows.map((cells, index) => ({ severity: severityOf[report.rows[index]?.result ?? 'failed'], cells })),
    });
}


/***/ })

};


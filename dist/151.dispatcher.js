export const id = 151;
export const ids = [151];
export const modules = {

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

/***/ 68151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderClientConfig: () => (/* binding */ renderClientConfig)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/configuration/render-recipe.js + 1 modules
var render_recipe = __webpack_require__(72648);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
;// CONCATENATED MODULE: ./src/configuration/write-configuration.js





/**
 * Writes a configuration where only its owner can read it when it is a secret (0600). A reader sees the old file or the
 * new one, never half of one: the text goes to a new file beside it, which then takes the name. No symbolic link is
 * followed out of the workspace, and none is written through. `file` is relative to the workspace.
 */
async function writeConfiguration(file, text, { isSecret, workspace }) {
    const mode = isSecret ? 0o600 : 0o644;
    const target = await safeTarget(file, workspace);
    if (await isAlready(target, text, isSecret))
        return 'unchanged';
    const temporary = (0,external_node_path_.join)((0,external_node_path_.dirname)(target), `.${(0,external_node_path_.basename)(target)}.${(0,external_node_crypto_.randomUUID)()}.tmp`);
    const handle = await (0,promises_.open)(temporary, external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_CREAT | external_node_fs_.constants.O_EXCL | external_node_fs_.constants.O_NOFOLLOW, mode);
    try {
        try {
            await handle.writeFile(text);
            await handle.sync();
        }
        finally {
            await handle.close();
        }
        await (0,promises_.rename)(temporary, target);
    }
    catch (error) {
        await (0,promises_.unlink)(temporary).catch(() => undefined);
        throw error;
    }
    return 'written';
}
/** The file's real path, its folder made. Checked before anything is made, folder by folder. */
async function safeTarget(file, workspace) {
    const root = await (0,promises_.realpath)(workspace);
    const wanted = (0,external_node_path_.resolve)(root, file);
    if (!isInside(root, wanted))
        throw new errors/* UserError */.yo(`${file} lies outside of the workspace: give a path inside it`);
    let folder = root;
    for (const part of (0,external_node_path_.relative)(root, (0,external_node_path_.dirname)(wanted)).split(external_node_path_.sep).filter(Boolean)) {
        const next = (0,external_node_path_.join)(folder, part);
        await (0,promises_.mkdir)(next, { mode: 0o755 }).catch(ignoreExisting);
        folder = await (0,promises_.realpath)(next);
        if (folder !== root && !isInside(root, folder)) {
            throw new errors/* UserError */.yo(`${file} leads out of the workspace through the symbolic link ${(0,external_node_path_.relative)(root, next)}`);
        }
    }
    const target = (0,external_node_path_.join)(folder, (0,external_node_path_.basename)(wanted));
    const existing = await (0,promises_.lstat)(target).catch(() => undefined);
    if (existing && !existing.isFile()) {
        const kind = existing.isSymbolicLink() ? 'a symbolic link' : 'not a file';
        throw new errors/* UserError */.yo(`${file} can't be written: something else of this name is there, and it is ${kind}`);
    }
    return target;
}
function isInside(root, path) {
    const way = (0,external_node_path_.relative)(root, path);
    return way !== '' && way !== '..' && !way.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(way);
}
function ignoreExisting(error) {
    if (error.code !== 'EEXIST')
        throw error;
}
async function isAlready(target, text, isSecret) {
    const status = await (0,promises_.lstat)(target).catch(() => undefined);
    if (status === undefined)
        return false;
    const isOpenToOthers = (status.mode & 0o077) !== 0;
    return !(isSecret && isOpenToOthers) && (await (0,promises_.readFile)(target, 'utf8')) === text;
}

// EXTERNAL MODULE: ./src/environment/resolve-secrets.js
var resolve_secrets = __webpack_require__(71460);
// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/resolve-contracts.js
var resolve_contracts = __webpack_require__(46474);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/render-client-config.js











/** Renders every client's configuration, checks it against the chain, and stores what it was made from. */
async function renderClientConfig(inputs, ports) {
    const { log, secrets } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster', 'clients', ...(0,resolve_contracts/* planningNeeds */.P)(inputs)]);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const contracts = await (0,resolve_contracts/* resolveContracts */.q)(environment, store, inputs, ports);
    const recipes = (0,configuration_set/* recipesOf */.tQ)(environment, contracts.record);
    const isSecret = recipes.some(({ secretNames }) => secretNames.length > 0);
    const key = (0,digest_key/* digestKey */.C)(secrets, isSecret && inputs.mode === 'apply' ? 'a secret configuration' : undefined);
    if (inputs.mode === 'apply') {
        const names = recipes.flatMap(({ secretNames }) => secretNames);
        (0,resolve_secrets/* resolveSecrets */.Mx)(environment, names.map((name) => `$${name}`), secrets);
    }
    const rendered = recipes.map((recipe) => ({ recipe, ...(0,render_recipe/* renderRecipe */.PI)(recipe, secrets, key, environment.placesOf) }));
    if (contracts.digest !== undefined) {
        const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
        const findings = await (0,chain_gate/* codeFindings */.e)(environment, chain, contracts.record, recipes, ports);
        if (findings.length > 0)
            throw new errors/* UserError */.yo(findings);
    }
    const sealed = (0,configuration_set/* sealRecipes */.zA)(rendered);
    for (const { recipe, text, digest, isSecret: isSecretText } of rendered) {
        const size = `${text.length} bytes`;
        log.info(`${recipe.client}: ${isSecretText ? `secret, from ${recipe.secretNames.map((name) => `$${name}`).join(', ')}` : size}${digest === undefined ? `; ${render_recipe/* secretPartsNotCompared */.FR}` : ''}`);
    }
    const document = sealed && contracts.digest && (0,configuration_set/* configurationDocument */.od)(environment.name, contracts.digest, sealed);
    const isKnown = document !== undefined && (await (0,store_layout/* isPublished */.HF)(store, 'configurations', document));
    ports.summary.add({
        title: `Configurations of ${environment.name}`,
        severity: isKnown ? 'unchanged' : 'changed',
        text: `${(0,counted/* counted */.h)(rendered.length, 'client')}${isSecret ? ', secret' : ''}${isKnown ? ', as they were' : ''}`,
    });
    if (inputs.mode === 'plan' || document === undefined) {
        const known = isKnown ? (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(document)) : undefined;
        return { configurations: known, changed: !isKnown, isSecret };
    }
    if (inputs.folder !== undefined) {
        for (const { recipe, text, isSecret: isSecretText } of rendered) {
            const file = (0,external_node_path_.join)((0,external_node_path_.relative)(ports.workspace, inputs.folder), `${recipe.client}.toml`);
            await writeConfiguration(file, text, { isSecret: isSecretText, workspace: ports.workspace });
        }
    }
    if (!isKnown)
        await (0,store_layout/* publish */.mk)(store, 'configurations', document, ports);
    return { configurations: (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(document)), changed: !isKnown, isSecret };
}


/***/ }),

/***/ 46474:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ planningNeeds),
/* harmony export */   q: () => (/* binding */ resolveContracts)
/* harmony export */ });
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92621);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5632);
/* harmony import */ var _migrate_contracts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8771);
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


/***/ })

};


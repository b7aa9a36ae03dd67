export const id = 51;
export const ids = [51];
export const modules = {

/***/ 53051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  releaseNetwork: () => (/* binding */ releaseNetwork)
});

// EXTERNAL MODULE: ./src/release/finish-first.js + 1 modules
var finish_first = __webpack_require__(15687);
// EXTERNAL MODULE: ./src/release/migrate-contracts.js + 117 modules
var migrate_contracts = __webpack_require__(8771);
// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/cluster/network/roll-to.js + 11 modules
var roll_to = __webpack_require__(95493);
// EXTERNAL MODULE: ./src/cluster/preflight/preflight-finding.js
var preflight_finding = __webpack_require__(23056);
// EXTERNAL MODULE: ./src/configuration/render-recipe.js + 1 modules
var render_recipe = __webpack_require__(72648);
// EXTERNAL MODULE: ./src/contracts/journal/record.js
var journal_record = __webpack_require__(92621);
// EXTERNAL MODULE: ./src/environment/resolve-secrets.js
var resolve_secrets = __webpack_require__(71460);
// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/cluster-pin.js
var cluster_pin = __webpack_require__(53388);
// EXTERNAL MODULE: ./src/release/compose-objects.js + 1 modules
var compose_objects = __webpack_require__(29974);
// EXTERNAL MODULE: ./src/release/compose-release.js
var compose_release = __webpack_require__(61000);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/literal-addresses.js
var literal_addresses = __webpack_require__(2494);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/password-gate.js + 1 modules
var password_gate = __webpack_require__(28825);
// EXTERNAL MODULE: ./src/release/release-images.js + 5 modules
var release_images = __webpack_require__(66606);
// EXTERNAL MODULE: ./src/release/roll-options.js + 3 modules
var roll_options = __webpack_require__(59833);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/told-together.js
var told_together = __webpack_require__(11834);
// EXTERNAL MODULE: ./src/release/wanted-release.js
var wanted_release = __webpack_require__(23157);
;// CONCATENATED MODULE: ./src/release/preflight.js





















const nothingDone = 'no transaction was sent, and nothing was written';
/** Stands for a contract's address before there is one. */
const someAddress = (0,address/* parseAddress */.o)(`0x${'1'.repeat(40)}`);
/**
 * What the later steps of a release would stumble over, found before the first transaction: contracts that are paid for
 * and then have no clients help nobody.
 * @returns what the images mean, for the rest of the run, and how many requests finished the way back of a run before.
 * @throws UserError, or RemoteError when the API server would refuse the clients
 */
async function preflightRelease(inputs, ports) {
    const { secrets, signal, log } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster', 'contracts', 'clients'], {
        withArtifacts: true,
    });
    const manifest = (0,compose_release/* writtenManifest */.DR)(environment);
    (0,wanted_release/* hideSecrets */.s0)(manifest, ports);
    const key = (0,digest_key/* digestKey */.C)(secrets, "the clients' keyfiles");
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const draft = { contracts: await draftContracts(environment, store) };
    const recipes = (0,configuration_set/* recipesOf */.tQ)(environment, draft);
    const names = recipes.flatMap(({ secretNames }) => secretNames);
    (0,resolve_secrets/* resolveSecrets */.Mx)(environment, names.map((name) => `$${name}`), secrets);
    for (const recipe of recipes)
        (0,render_recipe/* renderRecipe */.PI)(recipe, secrets, key, environment.placesOf);
    const images = await (0,release_images/* resolveReleaseImages */.kU)(environment, manifest, inputs.image, ports);
    const nowhere = await (0,literal_addresses/* literalFindings */._)(environment, (0,chain_gate/* openEnvironmentChain */.F)(environment, ports), draft, recipes, signal);
    const clients = (0,wanted_release/* clientsOfFiles */.hq)(environment, { ...images, recipes }, 'apply', key, ports);
    const parts = { manifest, images: images.images, clients };
    const intent = (0,compose_objects/* intentOf */.o)('apply', parts, environment.cluster.namespace, key);
    const isGoingBack = await (0,told_together/* toldTogether */.U)(nowhere, nothingDone, async () => {
        const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
        await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: inputs.repin, mode: 'plan', intent });
        const { findings } = await (0,password_gate/* lookForPasswords */.b)(environment, cluster, parts);
        return (0,told_together/* toldTogether */.U)(findings, nothingDone, () => rehearseClients(environment, cluster, { ...parts, key }, inputs, ports));
    });
    // Before the chain is touched: the network is not to stay half-way meanwhile.
    const writesBack = isGoingBack ? await (0,finish_first/* takeBackFirst */.Z)({ ...inputs, mode: 'apply' }, ports) : 0;
    return { resolved: images, writesBack };
}
/** Where the contracts stand today, so that what doesn't change isn't rehearsed. */
async function draftContracts(environment, store) {
    const pointer = await (0,store_pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'contracts'));
    const record = pointer && (0,journal_record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', pointer.target));
    const known = new Map(record?.contracts.map(({ name, address }) => [name, address]));
    return Object.keys(environment.contracts.set.contracts).map((name) => ({
        name,
        address: known.get(name) ?? someAddress,
    }));
}
/**
 * @returns whether a run before was killed on its way back
 * @throws UserError with everything that stands against writing the clients as they would be written.
 */
async function rehearseClients(environment, cluster, { manifest, images, clients, key }, settings, ports) {
    const { namespace } = environment.cluster;
    const objects = await (0,compose_objects/* composeObjects */.l)({ manifest, images, clients }, cluster, namespace, key);
    const { roles, voters } = environment.clients;
    const options = (0,roll_options/* rollOptionsOf */.N)(cluster, environment, { manifest, clients, roles, voters }, settings, ports);
    const { findings, record } = await (0,roll_to/* planRollTo */.AN)(objects, 'apply', { ...options, isAsking: true });
    (0,preflight_finding/* requireNoErrors */.c)(findings, ports.log, nothingDone);
    return record.unfinished?.state === 'going-back';
}

// EXTERNAL MODULE: ./src/release/render-client-config.js + 1 modules
var render_client_config = __webpack_require__(68151);
// EXTERNAL MODULE: ./src/release/roll-deployment.js + 6 modules
var roll_deployment = __webpack_require__(77852);
// EXTERNAL MODULE: ./src/release/smoke-test.js + 3 modules
var smoke_test = __webpack_require__(71803);
;// CONCATENATED MODULE: ./src/release/release-network.js






/** All of it: contracts, configurations, clients, checks. Each step is the one that its own action runs. */
async function releaseNetwork(inputs, ports) {
    const { log } = ports;
    const { environment, file, mode, release } = inputs;
    const step = { environment, file, mode };
    const checked = mode === 'apply' && release === undefined
        ? await (0,finish_first/* finishFirst */.i)(inputs, ports, () => preflightRelease(inputs, ports))
        : undefined;
    const migration = release === undefined
        ? await log.group('Contracts', () => (0,migrate_contracts.migrateContracts)({ ...inputs, timeoutMs: inputs.chainTimeoutMs }, ports))
        : undefined;
    const predicted = mode === 'plan' && migration?.contracts === undefined ? migration?.record : undefined;
    const configurations = migration &&
        (await log.group('Configurations', () => (0,render_client_config.renderClientConfig)({ ...step, contracts: migration.contracts, predicted, folder: undefined }, ports)));
    const roll = await log.group('Clients', () => (0,roll_deployment.rollDeployment)({
        ...inputs,
        configurations: configurations?.configurations,
        contracts: migration?.contracts,
        predicted,
        ...checked,
    }, ports));
    if (mode === 'plan' && (roll.changed || roll.release === undefined)) {
        log.info('The smoke test is left out of the plan: what it would check is not there yet.');
        return { migration, configurations, roll, smoke: undefined };
    }
    const smoke = await log.group('Smoke test', () => (0,smoke_test.smokeTest)({ ...step, release: roll.release, timeoutMs: inputs.smokeTimeoutMs }, ports));
    return { migration, configurations, roll, smoke };
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


/***/ })

};


export const id = 51;
export const ids = [51,680];
export const modules = {

/***/ 53051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  releaseNetwork: () => (/* binding */ releaseNetwork)
});

// EXTERNAL MODULE: ./src/release/migrate-contracts.js + 118 modules
var migrate_contracts = __webpack_require__(8786);
// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/cluster/network/roll-to.js + 95 modules
var roll_to = __webpack_require__(33828);
// EXTERNAL MODULE: ./src/cluster/preflight/preflight-finding.js
var preflight_finding = __webpack_require__(23056);
// EXTERNAL MODULE: ./src/configuration/render-recipe.js + 1 modules
var render_recipe = __webpack_require__(72648);
// EXTERNAL MODULE: ./src/contracts/journal/record.js
var journal_record = __webpack_require__(92621);
// EXTERNAL MODULE: ./src/environment/resolve-secrets.js
var resolve_secrets = __webpack_require__(71460);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/cluster-pin.js + 1 modules
var cluster_pin = __webpack_require__(56685);
// EXTERNAL MODULE: ./src/release/compose-release.js
var compose_release = __webpack_require__(61000);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/literal-addresses.js
var literal_addresses = __webpack_require__(2494);
// EXTERNAL MODULE: ./src/release/open-step.js + 18 modules
var open_step = __webpack_require__(78833);
// EXTERNAL MODULE: ./src/release/password-gate.js + 1 modules
var password_gate = __webpack_require__(28825);
// EXTERNAL MODULE: ./src/release/roll-options.js + 1 modules
var roll_options = __webpack_require__(30625);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/wanted-release.js + 4 modules
var wanted_release = __webpack_require__(85131);
;// CONCATENATED MODULE: ./src/release/preflight.js


















/** Stands for a contract's address before there is one. */
const someAddress = (0,address/* parseAddress */.o)(`0x${'1'.repeat(40)}`);
/**
 * What the later steps of a release would stumble over, found before the first transaction: contracts that are paid for
 * and then have no clients help nobody. @throws UserError, or RemoteError when the API server would refuse the clients
 */
async function preflightRelease(inputs, ports) {
    const { secrets, signal, log } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster', 'contracts', 'clients'], {
        withArtifacts: true,
    });
    const image = (0,compose_release/* chosenImage */.Wm)(environment, inputs.image);
    const key = (0,digest_key/* digestKey */.C)(secrets, "the clients' keyfiles");
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const draft = { contracts: await draftContracts(environment, store) };
    const recipes = (0,configuration_set/* recipesOf */.tQ)(environment, draft);
    const names = recipes.flatMap(({ secretNames }) => secretNames);
    (0,resolve_secrets/* resolveSecrets */.Mx)(environment, names.map((name) => `$${name}`), secrets);
    for (const recipe of recipes)
        (0,render_recipe/* renderRecipe */.PI)(recipe, secrets, key, environment.placesOf);
    const nowhere = await (0,literal_addresses/* literalFindings */._)(environment, (0,chain_gate/* openEnvironmentChain */.F)(environment, ports), draft, recipes, signal);
    if (nowhere.length > 0)
        throw new errors/* UserError */.yo(nowhere);
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: inputs.repin, mode: 'plan' });
    await (0,password_gate/* requirePasswords */.M)(environment, cluster, environment.clients.clients);
    await rehearseClients(environment, cluster, { image, recipes, key }, inputs, ports);
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
/** @throws UserError with everything that stands against writing the clients as they would be written. */
async function rehearseClients(environment, cluster, { key, ...parts }, settings, ports) {
    const { namespace } = environment.cluster;
    const manifest = (0,compose_release/* writtenManifest */.DR)(environment);
    (0,wanted_release/* hideSecrets */.s0)(manifest, ports);
    const clients = (0,wanted_release/* clientsOfFiles */.hq)(environment, parts, 'apply', key, ports);
    const objects = await (0,wanted_release/* composeObjects */.l0)({ manifest, images: new Map(), clients }, cluster, namespace, key);
    const { roles, voters } = environment.clients;
    const options = (0,roll_options/* rollOptionsOf */.N)(cluster, namespace, { manifest, clients, roles, voters }, settings, ports);
    const { findings } = await (0,roll_to/* planRollTo */.AN)(objects, 'apply', options);
    (0,preflight_finding/* requireNoErrors */.c)(findings, ports.log, 'no transaction was sent, and nothing was written');
}

// EXTERNAL MODULE: ./src/release/render-client-config.js + 1 modules
var render_client_config = __webpack_require__(68151);
// EXTERNAL MODULE: ./src/release/roll-deployment.js + 6 modules
var roll_deployment = __webpack_require__(65730);
// EXTERNAL MODULE: ./src/release/smoke-test.js + 5 modules
var smoke_test = __webpack_require__(44680);
;// CONCATENATED MODULE: ./src/release/release-network.js





/** All of it: contracts, configurations, clients, checks. Each step is the one that its own action runs. */
async function releaseNetwork(inputs, ports) {
    const { log } = ports;
    const { environment, file, mode, release } = inputs;
    const step = { environment, file, mode };
    if (mode === 'apply' && release === undefined)
        await preflightRelease(inputs, ports);
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
// EXTERNAL MODULE: ./src/release/open-step.js + 18 modules
var open_step = __webpack_require__(78833);
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

/***/ 44680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  smokeTest: () => (/* binding */ smokeTest)
});

// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
;// CONCATENATED MODULE: ./src/cluster/api/pod-answer.js



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

// EXTERNAL MODULE: ./src/cluster/network/roll-to.js + 95 modules
var roll_to = __webpack_require__(33828);
// EXTERNAL MODULE: ./src/contracts/sending/check-code.js
var check_code = __webpack_require__(28473);
// EXTERNAL MODULE: ./src/contracts/journal/record.js
var record = __webpack_require__(92621);
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


/** Judges one reply. Pure. One row for each check, in the same order whatever came back. */
function checkClient(client, reply, { clients, bootstrapRole }) {
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
        const rows = checkClient(client, await ask(client, ports, signal), release);
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
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/cluster-pin.js + 1 modules
var cluster_pin = __webpack_require__(56685);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/open-step.js + 18 modules
var open_step = __webpack_require__(78833);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/wanted-release.js + 4 modules
var wanted_release = __webpack_require__(85131);
;// CONCATENATED MODULE: ./src/release/smoke-test.js













/** One question to a client's own port. */
const questionTimeoutMs = 5_000;
/** Checks a release as it runs; when every check passed, `last-good` names it. */
async function smokeTest(inputs, ports) {
    const { log, signal } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster']);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const latest = await latestRelease(environment, store);
    const digest = inputs.release ?? requireSome(environment, latest);
    const lastGood = (0,store_layout/* pointerName */.Jy)(environment.name, 'last-good');
    const seen = await (0,pointer/* readPointer */.q)(store, lastGood);
    const { contracts, ...network } = await readRelease(environment, store, digest);
    requireRunning(digest, latest);
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: false, mode: 'plan' });
    await requireWorkloads(environment, store, cluster, digest, inputs, ports);
    const { namespace } = environment.cluster;
    const report = await runSmokeTest({
        release: network,
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
    const moved = isProof ? await (0,pointer/* movePointer */.T)(store, lastGood, digest, seen) : 'unchanged';
    if (moved === 'conflict') {
        throw new errors/* UserError */.yo(`every check passed, but another run has moved ${lastGood} meanwhile: run this one again`);
    }
    return { result: report.verdict, counts: countChecks(report), changed: moved === 'moved' };
}
async function latestRelease(environment, store) {
    return (await (0,pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'latest')))?.target;
}
function requireSome(environment, latest) {
    if (latest !== undefined)
        return latest;
    throw new errors/* UserError */.yo(`${environment.name} has no release yet: run roll-deployment first, or name one with input release`);
}
/** Clients of two releases may be the same accounts: their answers would prove the one that doesn't run. */
function requireRunning(release, latest) {
    if (release === latest)
        return;
    throw new errors/* UserError */.yo(`release ${release} is not what runs: ${latest ?? 'none'} was rolled last. Run roll-deployment with input release first.`);
}
/**
 * A release that was broken off leaves some clients of its own behind, and they may answer as well as the others: each
 * workload must be the release's. Without the digest key their secret parts are taken as they are. What somebody changed
 * and wrote back runs as released, whoever the object's books name now.
 */
async function requireWorkloads(environment, store, cluster, release, inputs, ports) {
    const choice = { ...inputs, mode: 'plan', release, configurations: undefined, image: undefined };
    const wanted = await (0,wanted_release/* resolveRelease */.CM)(environment, store, choice, ports);
    const { namespace } = environment.cluster;
    const objects = await (0,wanted_release/* composeObjects */.l0)(wanted, cluster, namespace, (0,digest_key/* digestKey */.C)(ports.secrets, undefined));
    const { clients } = await (0,roll_to/* lookAtNetwork */.jS)(objects, {
        ...{ cluster, namespace, redact: ports.redact, signal: ports.signal, log: ports.log },
        digestKey: (0,digest_key/* digestKey */.C)(ports.secrets, undefined),
    });
    const others = clients
        .filter(({ objects }) => objects.some(({ action, isBooksOnly }) => action !== 'unchanged' && isBooksOnly !== true))
        .map(({ client, reason }) => `${client} (${reason})`);
    if (others.length === 0)
        return;
    throw new errors/* UserError */.yo(`release ${release} is not what runs: ${others.join(', ')}. Run roll-deployment with input release first.`);
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
    const [bootstrapRole] = release.roles;
    if (bootstrapRole === undefined)
        throw new errors/* RemoteError */.Hi(`the stored release ${digest} has no role`);
    return { contracts, clients, bootstrapRole };
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


export const id = 645;
export const ids = [645];
export const modules = {

/***/ 8645:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pushArtifact: () => (/* binding */ push_artifact_pushArtifact)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./src/store/artifact-files.js



/** In bytes. A keyfile has about 500; what is greater isn't read to look for one. */
const largestKeyfile = 1024 * 1024;
/**
 * The files that paths and patterns name: a path may name a folder, and then means every file in it; a pattern means the
 * files it matches. Sorted, each once.
 * @throws UserError naming everything that matches nothing, leads out of the workspace, or is a secret.
 */
async function findArtifactFiles(workspace, patterns) {
    const root = await (0,promises_.realpath)(workspace);
    const findings = [];
    const files = new Map();
    for (const pattern of patterns) {
        const names = await namesOf(root, pattern);
        let isEmpty = true;
        for (const name of names) {
            const path = await (0,promises_.realpath)((0,external_node_path_.join)(root, name)).catch(() => undefined);
            const kind = path === undefined ? undefined : await (0,promises_.stat)(path);
            if (path !== undefined && kind?.isDirectory())
                continue;
            isEmpty = false;
            const problem = path === undefined || kind === undefined
                ? 'is a link that leads nowhere'
                : await refusal(root, name, path, kind);
            if (problem !== undefined)
                findings.push({ message: `${name} ${problem}` });
            else if (path !== undefined)
                files.set(name, { name, path });
        }
        if (isEmpty)
            findings.push({ message: `${pattern} names no file in the workspace` });
    }
    if (findings.length > 0)
        throw new errors/* UserError */.yo(findings);
    return [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
/** Names relative to the root. What exists by that very name is no pattern, whatever characters it has. */
async function namesOf(root, pattern) {
    const path = (0,external_node_path_.resolve)(root, pattern);
    const found = await (0,promises_.lstat)(path).catch(() => undefined);
    if (found === undefined) {
        const names = [];
        for await (const name of (0,promises_.glob)(pattern, { cwd: root }))
            names.push(nameIn(root, (0,external_node_path_.resolve)(root, name)));
        return names;
    }
    if (!found.isDirectory())
        return [nameIn(root, path)];
    const entries = await (0,promises_.readdir)(path, { recursive: true, withFileTypes: true });
    return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => nameIn(root, (0,external_node_path_.join)(entry.parentPath, entry.name)));
}
function nameIn(root, path) {
    return (0,external_node_path_.relative)(root, path).split(external_node_path_.sep).join('/');
}
async function refusal(root, name, path, kind) {
    if (leadsOut(name) || leadsOut(nameIn(root, path)))
        return 'leads out of the workspace';
    if (!kind.isFile())
        return 'is no file';
    // render-client-config gives a configuration into which a secret was rendered this mode; so do ssh, gcloud and kubectl.
    if (process.platform !== 'win32' && (Number(kind.mode) & 0o077) === 0) {
        return 'is readable by its owner alone, which marks it as a secret, and a secret is never pushed; if it is none, chmod go+r it';
    }
    if (Number(kind.size) <= largestKeyfile && isKeyfile(await (0,promises_.readFile)(path))) {
        return 'is a keyfile, which belongs into a Secret of the cluster alone: leave it out';
    }
    return undefined;
}
/** As geth reads one: the case of a key doesn't count. */
function isKeyfile(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        if (typeof value !== 'object' || value === null || Array.isArray(value))
            return false;
        const entries = new Map(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), entry]));
        return entries.has('crypto') && Number(entries.get('version')) === 3;
    }
    catch {
        return false;
    }
}
function leadsOut(name) {
    return name === '..' || name.startsWith('../');
}

;// CONCATENATED MODULE: ./src/store/artifact-manifest.js

/** What an artifact consists of. Equal files have an equal manifest, whoever pushed them when. */
function manifestBytes(name, version, files) {
    const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
    const members = sorted.map((file) => ({ name: file.name, sha256: file.sha256, size: file.size }));
    return new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)({ files: members, name, version }));
}
/** Where an artifact's objects stand in the store. */
function artifactNames(name, version) {
    const folder = `artifacts/${name}/${version}`;
    return {
        manifest: `${folder}/manifest.json`,
        origin: `${folder}/origin.json`,
        latest: `artifacts/${name}/latest.json`,
    };
}
function blobName(digest) {
    return `artifacts/sha256/${digest.slice('sha256:'.length)}`;
}
/** One part of an object's name. @throws RangeError that says what was expected. */
function checkArtifactWord(word) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/.test(word))
        throw new RangeError('expected letters, digits, and . _ + - after the first');
    return word;
}

// EXTERNAL MODULE: ./src/store/in-parallel.js
var in_parallel = __webpack_require__(14485);
// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
;// CONCATENATED MODULE: ./src/store/push-artifact.js







const width = 8;
const pointerTries = 5;
/**
 * Pushes files so that whoever finds the manifest finds all of them: first the contents, each under its digest, then the
 * manifest, then the pointer. The same files again write nothing; other files under the same name and version are refused.
 */
async function pushArtifact(request, ports) {
    const { name, version, mode } = request;
    const { store, log, run } = ports;
    checkWords(name, version);
    const found = await findArtifactFiles(ports.workspace, request.files);
    const files = await describeFiles(found);
    const manifest = manifestBytes(name, version, files);
    const digest = (0,content_digest/* digestOf */.o)(manifest);
    const names = artifactNames(name, version);
    const result = { digest, location: `${store.location}/${names.manifest}`, files };
    const existing = await store.read(names.manifest);
    if (existing !== undefined)
        refuseOther(name, version, digest, existing.bytes);
    const latest = await (0,store_pointer/* readPointer */.q)(store, names.latest);
    if (existing !== undefined &&
        !(await isPointerOwed(store, names.origin, latest?.generation, latest?.target === digest))) {
        log.info(`${name} ${version} is already there with the same ${count(files)} (${digest})`);
        return { ...result, generation: latest?.generation, changed: false };
    }
    if (mode === 'plan') {
        log.info(existing === undefined
            ? `would push ${count(files)} as ${name} ${version} (${digest})`
            : `would move the pointer latest to ${version}`);
        return { ...result, generation: latest?.generation, changed: true };
    }
    if (existing === undefined) {
        await writeContents(store, found, files);
        await store.create(blobName(digest), manifest);
        const origin = (0,canonical_json/* canonicalJson */.d)({
            commit: run.commit,
            run: run.id,
            url: run.url,
            latestSeen: latest?.generation ?? null,
        });
        await store.create(names.origin, new TextEncoder().encode(origin));
        if ((await store.create(names.manifest, manifest)) === 'exists') {
            refuseOther(name, version, digest, (await store.read(names.manifest))?.bytes ?? new Uint8Array());
        }
    }
    const generation = await moveLatest(store, names.latest, digest, latest);
    log.info(`pushed ${count(files)} as ${name} ${version} (${digest})`);
    return { ...result, generation, changed: true };
}
/**
 * A run that was killed between manifest and pointer left the pointer as it had seen it; only then it is moved later. A
 * version that was pushed long ago must not become the latest again because its job is run again.
 */
async function isPointerOwed(store, origin, generation, isAlreadyThere) {
    if (isAlreadyThere)
        return false;
    const found = await store.read(origin);
    if (found === undefined)
        return generation === undefined;
    return JSON.parse(new TextDecoder().decode(found.bytes)).latestSeen === (generation ?? null);
}
function refuseOther(name, version, digest, existing) {
    const other = (0,content_digest/* digestOf */.o)(existing);
    if (other === digest)
        return;
    throw new errors/* UserError */.yo(`${name} ${version} is already there with other files: its manifest is ${other}, these files' would be ${digest}. A version is never overwritten: push these files under another`);
}
async function describeFiles(files) {
    const outcomes = await (0,in_parallel/* inParallel */.H)(width, files, async ({ name, path }) => {
        const bytes = await (0,promises_.readFile)(path);
        return { name, size: bytes.length, sha256: (0,content_digest/* digestOf */.o)(bytes).slice('sha256:'.length) };
    });
    return allOf(outcomes, files, 'read');
}
/** Reads again what was described, so that memory holds only what is under way; a file that changed meanwhile is refused. */
async function writeContents(store, files, described) {
    const sha256 = new Map(described.map((file) => [file.name, file.sha256]));
    const outcomes = await (0,in_parallel/* inParallel */.H)(width, files, async ({ name, path }) => {
        const bytes = await (0,promises_.readFile)(path);
        const digest = (0,content_digest/* digestOf */.o)(bytes);
        if (digest !== `sha256:${sha256.get(name)}`)
            throw new errors/* UserError */.yo(`${name} changed while it was pushed`);
        await store.create(blobName(digest), bytes);
    });
    allOf(outcomes, files, 'stored');
}
function allOf(outcomes, files, done) {
    const failures = outcomes.flatMap((outcome, index) => outcome.status === 'rejected' ? [{ name: files[index]?.name, reason: outcome.reason }] : []);
    const [first] = failures;
    if (first === undefined)
        return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (failures.length === 1 || !(first.reason instanceof errors/* RemoteError */.Hi))
        throw first.reason;
    const some = failures.slice(0, 10).map(({ name }) => name);
    throw new errors/* RemoteError */.Hi(`${failures.length} of ${(0,counted/* counted */.h)(files.length, 'file')} could not be ${done}: ${some.join(', ')}${failures.length > 10 ? ', …' : ''}`, {
        cause: new AggregateError(failures.map(({ reason }) => reason)),
    });
}
/** Whoever pushes last is the latest: a run that loses the race looks again and moves it once more. */
async function moveLatest(store, pointer, digest, seen) {
    let before = seen;
    for (let tries = 1; tries <= pointerTries; tries += 1) {
        const outcome = await (0,store_pointer/* movePointer */.T)(store, pointer, digest, before);
        const present = await (0,store_pointer/* readPointer */.q)(store, pointer);
        if (outcome !== 'conflict' && present !== undefined)
            return present.generation;
        before = present;
    }
    throw new errors/* RemoteError */.Hi(`${pointer} in ${store.location} was moved by others ${pointerTries} times; everything else is pushed`);
}
function checkWords(name, version) {
    const problems = Object.entries({ name, version }).flatMap(([input, word]) => {
        try {
            checkArtifactWord(word);
            return input === 'name' && word === 'sha256'
                ? [{ message: 'input name: sha256 is where the contents are kept; choose another name' }]
                : [];
        }
        catch (error) {
            return [{ message: `input ${input}: ${error.message}` }];
        }
    });
    if (version === 'latest.json')
        problems.push({ message: 'input version: latest.json is the pointer; choose another version' });
    if (problems.length > 0)
        throw new errors/* UserError */.yo(problems);
}
function count(files) {
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return `${(0,counted/* counted */.h)(files.length, 'file')}, ${(0,counted/* counted */.h)(bytes, 'byte')}`;
}

// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
;// CONCATENATED MODULE: ./src/release/push-artifact.js


/** Pushes files to the environment's store. */
async function push_artifact_pushArtifact(inputs, ports) {
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, []);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const pushed = await pushArtifact(inputs, { store, workspace: ports.workspace, log: ports.log, run: ports.run });
    ports.summary.add({
        title: `Artifact ${inputs.name} ${inputs.version}`,
        severity: pushed.changed ? 'changed' : 'unchanged',
        text: pushed.digest,
        columns: ['file', 'bytes', 'sha256'],
        rows: pushed.files.map(({ name, size, sha256 }) => ({
            severity: pushed.changed ? 'changed' : 'unchanged',
            cells: [name, String(size), sha256],
        })),
    });
    return pushed;
}


/***/ })

};


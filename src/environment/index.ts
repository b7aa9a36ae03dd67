export { clientsSchema } from './clients-schema.ts';
export type { Client, ClientSet, DocumentName, Environment, Part } from './environment.ts';
export { glimpse } from './glimpse.ts';
export { type EnvironmentRequest, type PrepareContracts, readEnvironment } from './read-environment.ts';
export { type ListFolder, type ReadFile, workspaceFiles, workspaceFolders } from './read-file.ts';
export { requireParts } from './require-parts.ts';
export { resolveSecret, resolveSecrets } from './resolve-secrets.ts';
export { settingsSchema } from './settings-schema.ts';
export type { Path, Place } from './yaml-document.ts';

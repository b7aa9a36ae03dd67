export { type KeepClientV1, keepClientV1Template } from './keep-client-v1.ts';
export { type ConfigurationSchema, configurationSchemas, parseRecipe, type Recipe, recipeText } from './recipe.ts';
export {
  type PlacesOf,
  type RenderedConfiguration,
  renderRecipe,
  sealRecipe,
  secretPartsNotCompared,
} from './render-recipe.ts';
export {
  type ConfigurationSources,
  type ConfiguredClient,
  type ResolvedTemplates,
  resolveTemplates,
  unknownContract,
} from './resolve-templates.ts';
export { referencesIn, type TemplateReference, templateReference } from './template-reference.ts';
export { writeConfiguration } from './write-configuration.ts';

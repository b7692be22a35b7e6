export type { Finding, Scan } from './finding';
export type { MountOptions } from './guarded-places';
export { type OpenLayer, openLayer } from './layer/layer';
export { type LayerPlace, layerPlace } from './layer/place';
export { type MaskOptions, type Masks, workspaceMasks } from './masks';
export { mountProblem } from './mount-problem';
export { type ScanOptions, scanWorkspace } from './scan';
export { type SelfRunningPlaces, selfRunningPlaces } from './self-running';
export { type SensitiveName, sensitiveNames } from './sensitive-names';

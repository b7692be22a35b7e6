export { type Limits, wholeLimits } from './limits';
export { places } from './places';

import { stubProvider } from './stub-provider';

// before the tests, so that what it costs is seen
void stubProvider().then((program) => console.log(`${program}, after ${process.uptime().toFixed(0)} s`));

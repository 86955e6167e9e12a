import { runService } from '@barometer/service';
import { assembleConsole } from './assemble.js';

await runService('console', process.argv.slice(2), assembleConsole);

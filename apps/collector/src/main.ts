import { runService } from '@barometer/service';
import { assembleCollector } from './assemble.js';

await runService('collector', process.argv.slice(2), assembleCollector);

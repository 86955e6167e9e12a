import { runService } from '@barometer/service';
import { assembleAssessor } from './assemble.js';

await runService('assessor', process.argv.slice(2), assembleAssessor);

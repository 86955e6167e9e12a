import { runService } from '@barometer/service';
import { assembleNotifier } from './assemble.js';

await runService('notifier', process.argv.slice(2), assembleNotifier);

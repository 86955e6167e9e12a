export { feedContract, type Receive } from './feed-contract.js';

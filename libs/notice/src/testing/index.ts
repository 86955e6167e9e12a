export { channelContract, type Behaviour, type ChannelContractOptions, type ChannelRig } from './channel-contract.js';
export {
  contextOf,
  LADDER,
  noticeOf,
  outgoingOf,
  raisedTower22,
  report,
  sampleKindOf,
  sampleNames,
  sampleReceivers,
  sampleRoutes,
  tower22,
  transitionOf,
  updatedTower22,
} from './samples.js';

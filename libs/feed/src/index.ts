export { readIncidentFile, type FileItem, type Progress, type ReadFileOptions } from './file/receive.js';
export { readRecords, type FileRecord, type RecordLimits } from './file/records.js';
export { fileOptions, type FileOptions } from './file/options.js';
export { receiveHttp, type HttpBody, type HttpHeaders } from './http/receive.js';
export { httpOptions, type HttpOptions } from './http/options.js';
export { receiveRecord, unreadable, type TopicInput, type TopicReadOptions } from './topic/receive.js';
export { WatchedFolder, type FolderFile } from './folder/watched-folder.js';
export { folderOptions, type FolderOptions } from './folder/options.js';
export { tooLargeReject, type TooLarge } from './too-large.js';

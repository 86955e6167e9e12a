import { testMessage } from './test-message.js';
import { contextOf } from '../testing/index.js';

const about = { ...contextOf(), receiver: 'desk', recipient: 'a@example.org', at: 0 };

describe('a test message', () => {
  it('says that it is one, and threads nothing', () => {
    const { notice, message, thread, key } = testMessage({ ...about, nonce: '1' });
    expect(notice).toMatchObject({ kind: 'test', receiver: 'desk', watch: 'barometer', transitions: [] });
    expect(message.subject.toLowerCase()).toContain('test');
    expect(thread).toMatchObject({ references: [] });
    expect(thread.messageId.startsWith(key)).toBe(true);
  });

  it('is another one each time', () => {
    expect(testMessage({ ...about, nonce: '1' }).key).not.toBe(testMessage({ ...about, nonce: '2' }).key);
  });
});

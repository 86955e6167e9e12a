import fc from 'fast-check';
import { escape, html, safeUrl } from './html.js';

describe('the html template', () => {
  it('escapes text and quoted attributes, lets markup through, joins lists and drops what is absent', () => {
    const name = `<b a='1' b="2">&`;
    expect(html`<p title="${name}">${name}${undefined}${null}${false}${0}</p>`.text).toBe(
      '<p title="&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;">&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;0</p>',
    );
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
    expect(html`${items}`.text).toBe('<li>a</li><li>&lt;</li>');
  });

  it('never lets text open a tag or leave its attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escape(text)).not.toMatch(/[<>"']/);
        const { text: made } = html`<a title="${text}">${text}</a>`;
        expect(made.match(/[<>"]/g)).toHaveLength(6);
      }),
    );
  });

  it.each([
    { url: 'https://example.org/a?b=1&c=2', is: 'https://example.org/a?b=1&c=2' },
    { url: '/a/X?at=2024-01-29', is: '/a/X?at=2024-01-29' },
    { url: 'javascript:alert(1)', is: '#' },
    { url: ' javascript:alert(1)', is: '#' },
    { url: 'java\nscript:alert(1)', is: '#' },
    { url: 'data:text/html,<script>', is: '#' },
    { url: 'vbscript:x', is: '#' },
    { url: '//evil.example', is: '#' },
    { url: '/\\evil.example', is: '#' },
  ])('makes links safe: $url', ({ url, is }) => {
    expect(safeUrl(url)).toBe(is);
    expect(html`<a href="${url}">x</a>`.text).toContain(`href="${escape(is)}"`);
  });

  it('refuses values where none can be made safe', () => {
    expect(() => html`<p ${'x'}></p>`).toThrow(/quoted attribute/);
    expect(() => html`<p onclick="${'x'}"></p>`).toThrow(/onclick/);
    expect(() => html`<iframe srcdoc="${'x'}"></iframe>`).toThrow(/srcdoc/);
  });

  it('shows marks that turn text around', () => {
    expect(html`${'abc\u202egnp.exe\u0007'}`.text).toBe('abc\ufffdgnp.exe\ufffd');
  });
});

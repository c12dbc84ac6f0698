/**
 * The engine's HTTP handlers: who may knock, before anything is read or a user is known.
 *
 * A browser sends requests to loopback for any page that asks it to. It cannot hide where they come from:
 * - a page whose name was made to resolve to this machine (DNS rebinding) brings that name as `Host`;
 * - a page of another origin brings its `Origin` with all it posts and all it wants to read;
 * - what needs no `Origin` (an image, a link, a frame) has a `Sec-Fetch-Site` that is not `none`.
 * Each is refused, whatever it asks for; nothing here is a page, so there is no origin of our own. A program
 * sends none of these. The port in `Host` may be any: a tunnel has another, and a page cannot choose it.
 */
export const httpHandlers = `<http_handlers>
    ${rule({ path: '/ping', methods: 'GET,HEAD', handler: '<type>ping</type>' })}
    ${rule({ path: '/', methods: 'GET,HEAD', more: '<empty_query_string/>', handler: '<type>ping</type>' })}
    ${rule({ path: 'regex:/replicas_status/?', methods: 'GET,HEAD', handler: '<type>replicas_status</type>' })}
    ${rule({
      path: 'regex:/(query)?',
      methods: 'GET,HEAD,POST,PUT',
      handler: '<type>dynamic_query_handler</type><query_param_name>query</query_param_name>',
    })}
    ${rule({ handler: saying(404, 'There is nothing here: queries go to /.') })}
    <rule><handler>${saying(
      403,
      'Refused: this ClickHouse answers programs on this machine, under the names localhost, 127.0.0.1 and [::1], and no web pages.',
    )}</handler></rule>
  </http_handlers>`;

function rule(options: { handler: string; path?: string; methods?: string; more?: string }): string {
  const { handler, path, methods, more = '' } = options;
  return `<rule>
      <headers>
        <Host>regex:(?i)(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?</Host>
        <Origin></Origin>
        <Sec-Fetch-Site>regex:(none)?</Sec-Fetch-Site>
      </headers>
      ${path === undefined ? '' : `<url>${path}</url>`}${methods === undefined ? '' : `<methods>${methods}</methods>`}${more}
      <handler>${handler}</handler>
    </rule>`;
}

function saying(status: number, sentence: string): string {
  return `<type>static</type><status>${status}</status><content_type>text/plain; charset=UTF-8</content_type><response_content>${sentence}\n</response_content>`;
}

// CloudFront Function on every request for a file of one site: from the path that a browser shows to the file's name.
// The two constants are written by site_router.py. Source: "CloudFront Developer Guide, JavaScript runtime 2.0 features".
const ROUTES = [];
const SPA = true;

function handler(event) {
  const request = event.request;
  const path = belowRoute(request.uri);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.includes('.')) {
    request.uri = path; // a file by its name; where it is missing, the answer is 404 and not a page
  } else if (SPA) {
    request.uri = '/index.html';
  } else if (request.uri.endsWith('/')) {
    request.uri = path + 'index.html';
  } else {
    return redirect(request); // links in /guide/index.html are relative to /guide/
  }
  return request;
}

// The path below the site's own route, the longest that fits; ROUTES come longest first, without a slash at the end.
function belowRoute(uri) {
  const route = ROUTES.find((one) => uri === one || uri.startsWith(one + '/'));
  return route === undefined ? uri : uri.slice(route.length) || '/';
}

function redirect(request) {
  // One slash in front: //example.com would lead to another site.
  const location = request.uri.replace(/^\/+/, '/') + '/' + search(request.querystring);
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: { location: { value: location } },
  };
}

function search(query) {
  const pairs = Object.keys(query).flatMap((name) =>
    (query[name].multiValue || [query[name]]).map((one) => (one.value === '' ? name : name + '=' + one.value)),
  );
  return pairs.length ? '?' + pairs.join('&') : '';
}

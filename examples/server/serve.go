package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing/geoip"
	"github.com/linkpack/linkpack-go/routing/geoip/countrydb"
	"github.com/linkpack/linkpack-go/routing/useragent/uap"
)

// stopTimeout limits how long the server waits for running requests, and for
// unwritten clicks, when it stops.
const stopTimeout = 10 * time.Second

// openPlaces opens a database of places; without a file, the embedded one.
func openPlaces(file string) (*geoip.Reader, error) {
	if file == "" {
		return countrydb.Open()
	}
	return geoip.Open(file)
}

// serve prints the welcome text and serves until ctx is done. Then it lets running
// requests end and writes the last clicks.
func serve(ctx context.Context, listener net.Listener, db *database, places *geoip.Reader, token string, cfg *config, out io.Writer) (err error) {
	devices, err := uap.New(nil)
	if err != nil {
		return err
	}
	links, err := linkpack.New(db, &linkpack.Options{
		BaseURL:        cfg.baseURL,
		Geo:            places,
		Devices:        devices,
		Clicks:         cfg.clicks,
		Internal:       cfg.internal,
		SealKey:        cfg.sealing.key,
		OldSealKeys:    cfg.sealing.old,
		ScriptsAllowed: cfg.allowsScripts,
		CheckDesign:    qrcode.CheckDesign,
		Logger:         slog.Default(),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, finish(links, out)) }()

	hooks, err := webhook.Open(ctx, links, &webhook.Options{Allowed: cfg.targets, Logger: slog.Default()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, endDeliveries(hooks)) }()

	handler, err := newHandler(links, hooks, db.limiter, cfg)
	if err != nil {
		return err
	}
	if err := welcome(ctx, out, links, cfg, db.name, localURL(listener.Addr()), token); err != nil {
		return err
	}
	if cfg.clicks.Sync {
		defer addProcessor()()
	}
	return answer(ctx, listener, handler, out)
}

// addProcessor raises GOMAXPROCS by one and returns a function that undoes it. In
// sync mode, a commit that returns from the disk should not queue behind requests,
// since other requests wait for it. It does nothing if the environment sets
// GOMAXPROCS.
func addProcessor() (undo func()) {
	if os.Getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(before + 1)
	return func() { runtime.GOMAXPROCS(before) }
}

// newHandler returns the handler of redirects, API, front page and health. It serves
// them at the root and below the path of the base URL.
func newHandler(links *linkpack.Shortener, hooks *webhook.Webhooks, limiter httpadapter.Limiter, cfg *config) (http.Handler, error) {
	images, err := qrcode.New(links, &qrcode.Options{Logger: slog.Default()})
	if err != nil {
		return nil, err
	}
	redirects, err := httpadapter.New(links, &httpadapter.Options{
		APIs: []httpadapter.API{
			linkpackv1.New(&linkpackv1.Options{Codes: images}),
			linkbreakersv1.New(&linkbreakersv1.Options{Codes: images, Webhooks: hooks, ListAttributes: cfg.attributes}),
			geniuslinkv4.New(&geniuslinkv4.Options{SecretsInQuery: cfg.genius.inQuery}),
		},
		Images:         images,
		Limiter:        limiter,
		TrustedProxies: cfg.proxies,
		Logger:         slog.Default(),

		VisitorCookie:    cfg.visitorCookie(),
		ConversionCookie: cfg.conversionCookie(),
	})
	if err != nil {
		return nil, err
	}
	handler := newSite(links, redirects)
	base, err := url.Parse(cfg.baseURL)
	if err != nil {
		return nil, err
	}
	prefix := strings.TrimRight(base.Path, "/")
	if prefix == "" {
		return handler, nil
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler) // for proxies that strip the prefix
	mux.Handle(prefix+"/", http.StripPrefix(prefix, handler))
	return mux, nil
}

// answer serves until ctx is done, then lets running requests end. Requests that
// take too long are aborted; the changes that they made are kept.
func answer(ctx context.Context, listener net.Listener, handler http.Handler, out io.Writer) error {
	watched := &connections{
		greeting: 15 * time.Second, working: 30 * time.Second, idle: time.Minute,
		open: make(map[*connection]struct{}),
	}
	watching, end := context.WithCancel(ctx)
	defer end()
	go watched.watch(watching)
	server := &http.Server{
		Handler:        handler,
		MaxHeaderBytes: 32 << 10,
		ConnState:      watched.mark,
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		stopped <- server.Shutdown(ctx)
	})
	err := server.Serve(watchedListener{listener, watched})
	if stop() { // ctx is not done, so serving failed
		return err
	}
	if err := <-stopped; err != nil {
		fmt.Fprintln(out, "Aborting slow requests.")
		return server.Close()
	}
	return nil
}

// finish writes the clicks that are still in memory and prints how many were lost.
func finish(links *linkpack.Shortener, out io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := links.Close(ctx); err != nil {
		return fmt.Errorf("writing the last clicks: %w", err)
	}
	fmt.Fprintf(out, "Stopped. Clicks lost: %d.\n", links.Metrics().Clicks.Lost)
	return nil
}

// endDeliveries waits for the deliveries of webhooks that are being sent.
func endDeliveries(hooks *webhook.Webhooks) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	return hooks.Close(ctx)
}

// localURL returns the URL of a listener for requests from this machine.
func localURL(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return "http://" + addr.String()
	}
	return fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)
}

package main

// translated are patterns that the automaton does not support, with replacements.
// Look-around is replaced by the allowed characters, and repetition is cut where
// more of it makes no difference.
var translated = map[string][]string{
	`(?:^|[^g])news(?!sapphire)`:                                {`(?:^|[^g])news(?:[^s]|$|s[^a]|s$)`},
	`(?<! cu)bots?(?:\b|_)`:                                     {`[a-tv-z0-9_]bot`, `[^c]ubot`, `[^\w ]bots?\b`, `\bbots?[/.:,+@]`, `^bots?\b`},
	`(?<! channel/|google/)google(?!(?:wv|app|/google| pixel))`: {`google[-_]`, `-google\b`, `google (?:search|page|web)`},
	`(?<!cam)scan`:                                              {`(?:^|[^m]|[^a]m|[^c]am)scan`},
	`(?<!lib)http`:                                              {`(?:^|[^b]|[^i]b|[^l]ib)http(?:[^s:]|$|s[^:])`},
	`java(?!;)`:                                                 {`java(?:[^;]|$)`},
	`\b\w+/1\.0;`:                                               {`\w/1\.0;`},
	`^\d+\b`:                                                    {`^\d{1,8}\b`},
	`BlogTraffic\/\d\.\d+ Feed-Fetcher`:                         {`blogtraffic/\d`},
	`ContextualBot[\s\S]*outcomes\.net`:                         {`contextualbot`},
	`Current[\s\S]*RSS Reader`:                                  {`rss reader`},
	`Spider[\s\S]*spider\.com`:                                  {`spider\.com`},
	// Apps of people have the same names, elsewhere in the header.
	`Viber`:     {`^viber`},
	`WhatsApp`:  {`^whatsapp`, `gecko\) whatsapp/`},
	`Notion\/`:  {`^notion/`},
	`Tumblr\/`:  {`^tumblr/`},
	`Asana\/`:   {`^asana/`},
	`Goodreads`: {`compatible; goodreads`},
	`Mastodon`:  {`mastodon/\d`},
}

package codes

// Words are 256 short English words for things, separated by spaces and line breaks.
// The list was made for this package.
const Words = `
acorn alder almond amber anchor anvil apple apron arch arrow ash aspen atlas badge bagel bamboo
banjo barn basil basket bay beach beacon bean bear beaver bell bench berry birch bison blanket
bloom boat bonfire book boot bottle bowl branch bread breeze brick bridge broom brush bucket
bugle butter button cabin cactus camel camera candle canoe canyon carpet carrot castle cedar
chair chalk cherry chess chime cider cinema circle clay cliff clock cloud clover coast cobalt
cocoa comet compass copper coral corner cotton cove crane crayon cricket crystal cup curtain
cushion daisy dawn desk diamond dolphin donkey door dragon drum eagle easel echo elbow elm ember
emerald engine fabric falcon feather fern ferry fiddle field finch fir fjord flag flame flute
foam forest fork fossil fountain fox frost garden garlic gate gecko ginger glacier glass globe
glove goose granite grape grass gravel guitar hammer harbor harp hat hazel hedge heron hill
honey horizon hut iceberg indigo iron island ivory ivy jacket jade jasmine jungle kayak kettle
key kite kiwi koala ladder lagoon lake lamp lantern lark laurel lava leaf lemon lens lily lime
lion lizard lobster locket lotus lunar magnet mango maple marble market meadow melon metal mint
mirror mitten moon moss motor mountain mural needle nest night noodle north nutmeg oak oasis oat
ocean olive onion opal orange orbit orchid otter oven owl paddle palm panda paper parrot pebble
pencil pepper petal piano pillow pine planet plum pocket pond poppy potato prairie puffin
pumpkin puzzle quartz quill rabbit radio rain raven reef ribbon river robin
`

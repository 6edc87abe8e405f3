"""The rules that a content file must keep beyond the types of its fields.

`fields` holds rules between fields, `proof` sets words and figures against the sources, `body`
looks at sections and links, `references` at what ties documents and files together.
"""

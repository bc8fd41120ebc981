{{ conformed('gl_document_line', ['_source', 'line_id'], scope=[]) }}

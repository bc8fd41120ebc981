{{ conformed('gl_document', ['_source', 'document_id'], scope=[]) }}

{{ conformed('ap_invoice', ['invoice_id'], ids={'study_id': 'study', 'site_id': 'site'}, scope=[]) }}

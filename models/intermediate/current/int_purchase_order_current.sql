{{ conformed('purchase_order', ['_source', 'po_number'], scope=[]) }}

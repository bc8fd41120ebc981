{{ conformed('vendor', ['vendor_id'], scope=[]) }}
